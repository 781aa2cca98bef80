/** The dialog that makes an on-demand backup. */

import { CreateBackupCommand } from "@aws-sdk/client-dynamodb";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useWrite } from "@/aws/queries";
import { nameError } from "@/pages/create_table/rules";
import { FormDialog } from "@/parts/form_dialog";
import { TableField } from "@/parts/table_field";
import { suggestedName } from "./backup_words";

interface Properties {
  /** The table that is backed up. Absent: the user chooses it. */
  readonly table?: string | undefined;
  readonly onClose: () => void;
}

export function CreateBackup({ table, onClose }: Properties) {
  const [opened] = useState(() => new Date());
  const [source, choose] = useState(table ?? "");
  const [typed, type] = useState<string>();
  const name = typed ?? (source === "" ? "" : suggestedName(source, opened));
  const fault = nameError(name, "the backup");
  const creation = useWrite(
    ({ dynamodb }, input: { TableName: string; BackupName: string }) =>
      dynamodb.send(new CreateBackupCommand(input)),
    {
      changes: ["ListBackups"],
      showsFailure: true,
      done: ({ BackupName, TableName }) =>
        `The backup ${BackupName} of ${TableName} is being created.`,
      onSuccess: onClose,
    },
  );
  return (
    <FormDialog
      title="Create on-demand backup"
      action="Create backup"
      onSubmit={() => creation.mutate({ TableName: source, BackupName: name })}
      onClose={onClose}
      isReady={source !== "" && fault === undefined}
      isRunning={creation.isPending}
      error={creation.error}
    >
      {table === undefined ? (
        <TableField value={source} onChange={choose} />
      ) : (
        <FormField label="Source table">{table}</FormField>
      )}
      <FormField
        label="Backup name"
        description="Between 3 and 255 characters: letters, digits, underscores (_), hyphens (-) and periods (.)."
        errorText={typed === undefined ? undefined : fault}
      >
        <Input value={name} spellcheck={false} onChange={({ detail }) => type(detail.value)} />
      </FormField>
    </FormDialog>
  );
}
