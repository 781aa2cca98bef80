/** The form of an export: what can be wrong in it, and the request that it makes. */

import type {
  ExportFormat,
  ExportTableToPointInTimeCommandInput,
  ExportType,
  ExportViewType,
  S3SseAlgorithm,
} from "@aws-sdk/client-dynamodb";
import { fieldsOf, secondsOf } from "@/pages/table/ttl_preview";
import type { UtcDraft } from "@/parts/utc_fields";
import type { OwnerDraft } from "@/transfers/owner";
import { OWN, ownerError, ownerOf } from "@/transfers/owner";
import { s3Address, s3Error } from "@/transfers/s3_address";

export interface ExportDraft {
  /** The name of the table. Empty: none is chosen yet. */
  readonly table: string;
  readonly destination: string;
  readonly owner: OwnerDraft;
  readonly type: ExportType;
  /** A full export: whether it is of now, and otherwise of which second. */
  readonly isOfNow: boolean;
  readonly moment: UtcDraft;
  /** An incremental export: its period, which may end now. */
  readonly from: UtcDraft;
  readonly isUntilNow: boolean;
  readonly to: UtcDraft;
  readonly view: ExportViewType;
  readonly format: ExportFormat;
  readonly encryption: S3SseAlgorithm;
  /** The key of S3, if the encryption is KMS. Empty: S3's own. */
  readonly key: string;
}

export interface ExportErrors {
  readonly table?: string | undefined;
  readonly destination?: string | undefined;
  readonly owner?: string | undefined;
  readonly moment?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const HOUR_MS = 3_600_000;
/** Source: recorded answers of the service, and its Developer Guide. */
const PERIOD_MIN_S = 15 * 60;
const PERIOD_MAX_S = 24 * 60 * 60;
const NO_TIME = "Type a date and a time, such as 2026/11/30 and 18:20:57.";

export function newExport(table: string, now: Date): ExportDraft {
  return {
    table,
    destination: "",
    owner: OWN,
    type: "FULL_EXPORT",
    isOfNow: true,
    moment: fieldsOf(now),
    from: fieldsOf(new Date(now.getTime() - HOUR_MS)),
    isUntilNow: true,
    to: fieldsOf(now),
    view: "NEW_AND_OLD_IMAGES",
    format: "DYNAMODB_JSON",
    encryption: "AES256",
    key: "",
  };
}

export function exportErrors(draft: ExportDraft, now: Date): ExportErrors {
  const { type, isOfNow, moment } = draft;
  const isMomentMissing = type === "FULL_EXPORT" && !isOfNow && secondsIn(moment) === undefined;
  return {
    table: draft.table === "" ? "Choose a table." : undefined,
    destination: s3Error(draft.destination),
    owner: ownerError(draft.owner),
    moment: isMomentMissing ? NO_TIME : undefined,
    ...(type === "INCREMENTAL_EXPORT" ? periodErrors(draft, now) : {}),
  };
}

function periodErrors({ from, isUntilNow, to }: ExportDraft, now: Date): ExportErrors {
  const start = secondsIn(from);
  const end = isUntilNow ? Math.floor(now.getTime() / 1000) : secondsIn(to);
  if (start === undefined) return { from: NO_TIME };
  if (end === undefined) return { to: NO_TIME };
  if (end - start < PERIOD_MIN_S) return { from: "The period must have at least 15 minutes." };
  return end - start > PERIOD_MAX_S ? { from: "The period must have at most 24 hours." } : {};
}

function secondsIn({ day, time }: UtcDraft): number | undefined {
  return secondsOf(day, time);
}

function timeIn(draft: UtcDraft): Date | undefined {
  const seconds = secondsIn(draft);
  return seconds === undefined ? undefined : new Date(seconds * 1000);
}

/** Absent members mean: now, the account that calls, S3's own key. */
export function exportInput(
  draft: ExportDraft,
  tableArn: string,
): ExportTableToPointInTimeCommandInput {
  const { bucket = "", prefix = "" } = s3Address(draft.destination) ?? {};
  const owner = ownerOf(draft.owner);
  const key = draft.key.trim();
  return {
    TableArn: tableArn,
    S3Bucket: bucket,
    ...(prefix !== "" && { S3Prefix: prefix }),
    ...(owner !== undefined && { S3BucketOwner: owner }),
    ExportType: draft.type,
    ExportFormat: draft.format,
    S3SseAlgorithm: draft.encryption,
    ...(draft.encryption === "KMS" && key !== "" && { S3SseKmsKeyId: key }),
    ...(draft.type === "FULL_EXPORT" ? momentOf(draft) : periodOf(draft)),
  };
}

function momentOf({ isOfNow, moment }: ExportDraft) {
  return isOfNow ? {} : { ExportTime: timeIn(moment) };
}

function periodOf({ from, isUntilNow, to, view }: ExportDraft) {
  return {
    IncrementalExportSpecification: {
      ExportFromTime: timeIn(from),
      ...(isUntilNow ? {} : { ExportToTime: timeIn(to) }),
      ExportViewType: view,
    },
  };
}
