/** The dialog that deletes a backup. */

import type { BackupSummary } from "@aws-sdk/client-dynamodb";
import { DeleteBackupCommand } from "@aws-sdk/client-dynamodb";
import Box from "@cloudscape-design/components/box";
import { useWrite } from "@/aws/queries";
import { timeText } from "@/parts/amounts";
import { ConfirmDialog } from "@/parts/confirm_dialog";

interface Properties {
  readonly backup: BackupSummary;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeleteBackup({ backup, onClose, onDeleted }: Properties) {
  const { BackupName: name = "", TableName: table = "", BackupCreationDateTime: time } = backup;
  const deletion = useWrite(
    ({ dynamodb }, arn: string | undefined) =>
      dynamodb.send(new DeleteBackupCommand({ BackupArn: arn })),
    {
      changes: ["ListBackups"],
      showsFailure: true,
      done: () => `The backup ${name} was deleted.`,
      onSuccess: () => {
        onDeleted();
        onClose();
      },
    },
  );
  return (
    <ConfirmDialog
      title="Delete backup"
      action="Delete"
      word="confirm"
      onConfirm={() => deletion.mutate(backup.BackupArn)}
      onClose={onClose}
      isRunning={deletion.isPending}
      error={deletion.error}
    >
      <Box>
        The backup <strong>{name}</strong> of the table {table}, made on {timeText(time)}, is
        deleted for good.
      </Box>
    </ConfirmDialog>
  );
}
