/** Restores a table from a backup. */

import type { BackupDescription } from "@aws-sdk/client-dynamodb";
import { DescribeBackupCommand, RestoreTableFromBackupCommand } from "@aws-sdk/client-dynamodb";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { useRead } from "@/aws/queries";
import { typeText } from "@/backups/backup_words";
import { linkTo } from "@/frame/address";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { countText, sizeText, timeText } from "@/parts/amounts";
import type { RestoreDraft } from "./request";
import { fromBackupInput, NEW_RESTORE, restoreErrors } from "./request";
import { RestoreForm } from "./restore_form";
import { useRestore } from "./use_restore";

export default function RestoreFromBackup() {
  const { arn = "" } = usePathNames();
  const region = useRegion();
  const [draft, setDraft] = useState(NEW_RESTORE);
  const restore = useRestore(draft.name, ({ dynamodb }, wanted: RestoreDraft) =>
    dynamodb.send(new RestoreTableFromBackupCommand(fromBackupInput(arn, wanted))),
  );
  return (
    <RestoreForm
      title="Restore from backup"
      draft={draft}
      onChange={setDraft}
      errors={restoreErrors(draft)}
      source={() => <Backup arn={arn} />}
      cancelHref={linkTo(region, "backups")}
      onRestore={() => restore.mutate(draft)}
      isRunning={restore.isPending}
      error={restore.error}
    />
  );
}

function Backup({ arn }: { readonly arn: string }) {
  const backup = useRead(["DescribeBackup", { BackupArn: arn }], async ({ dynamodb }) => {
    const answer = await dynamodb.send(new DescribeBackupCommand({ BackupArn: arn }));
    return answer.BackupDescription ?? {};
  });
  return (
    <Container header={<Header variant="h2">Backup</Header>}>
      <SpaceBetween size="m">
        <Failure of={backup.error} />
        <KeyValuePairs columns={3} minColumnWidth={170} items={pairsOf(backup.data ?? {})} />
      </SpaceBetween>
    </Container>
  );
}

function pairsOf({ BackupDetails: details, SourceTableDetails: source }: BackupDescription) {
  return [
    { label: "Backup name", value: details?.BackupName ?? "-" },
    { label: "Source table", value: source?.TableName ?? "-" },
    { label: "Creation time", value: timeText(details?.BackupCreationDateTime) },
    { label: "Type", value: typeText(details?.BackupType) },
    { label: "Size", value: sizeText(details?.BackupSizeBytes) },
    { label: "Item count", value: countText(source?.ItemCount) },
  ];
}
