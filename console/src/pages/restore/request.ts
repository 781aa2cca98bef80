/** The form that restores a table: what can be wrong in it, and the request that it makes. */

import type {
  RestoreTableFromBackupCommandInput,
  RestoreTableToPointInTimeCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { EncryptionDraft } from "@/pages/create_table/draft";
import { encryptionOf } from "@/pages/create_table/request";
import { nameError } from "@/pages/create_table/rules";
import { secondsOf } from "@/pages/table/ttl_preview";

export interface RestoreDraft {
  /** The name of the new table. */
  readonly name: string;
  readonly hasIndexes: boolean;
  /** undefined: as the source is encrypted. */
  readonly encryption: EncryptionDraft | undefined;
}

/** A second of UTC as two fields have it, or the latest that can be restored. */
export interface MomentDraft {
  readonly isLatest: boolean;
  readonly day: string;
  readonly time: string;
}

export const NEW_RESTORE: RestoreDraft = { name: "", hasIndexes: true, encryption: undefined };

export interface RestoreErrors {
  readonly name?: string | undefined;
  readonly key?: string | undefined;
  readonly moment?: string | undefined;
}

export function restoreErrors(draft: RestoreDraft, moment?: MomentDraft): RestoreErrors {
  const { encryption } = draft;
  const isKeyMissing = encryption?.kind === "customer" && encryption.key.trim() === "";
  const isTimeMissing =
    moment !== undefined && !moment.isLatest && secondsOf(moment.day, moment.time) === undefined;
  return {
    name: nameError(draft.name, "the restored table"),
    key: isKeyMissing ? "Choose a key or type its ARN." : undefined,
    moment: isTimeMissing ? "Type a date and a time, such as 2026/11/30 and 18:20:57." : undefined,
  };
}

export function isComplete({ name, key, moment }: RestoreErrors): boolean {
  return name === undefined && key === undefined && moment === undefined;
}

export function fromBackupInput(
  arn: string,
  draft: RestoreDraft,
): RestoreTableFromBackupCommandInput {
  return { BackupArn: arn, TargetTableName: draft.name, ...overridesOf(draft) };
}

export function toTimeInput(
  source: string,
  draft: RestoreDraft,
  moment: MomentDraft,
): RestoreTableToPointInTimeCommandInput {
  const seconds = secondsOf(moment.day, moment.time);
  return {
    SourceTableName: source,
    TargetTableName: draft.name,
    ...(moment.isLatest || seconds === undefined
      ? { UseLatestRestorableTime: true }
      : { RestoreDateTime: new Date(seconds * 1000) }),
    ...overridesOf(draft),
  };
}

/** An empty list of indexes means none. Absent members mean: as in the source. */
function overridesOf({ hasIndexes, encryption }: RestoreDraft) {
  return {
    ...(hasIndexes
      ? {}
      : {
          GlobalSecondaryIndexOverride: [],
          LocalSecondaryIndexOverride: [],
          VectorIndexOverride: [],
        }),
    ...(encryption && {
      SSESpecificationOverride: encryptionOf(encryption) ?? { Enabled: false },
    }),
  };
}
