import { DeleteBackupSelectionCommand } from "@aws-sdk/client-backup";
import { useWrite } from "@/aws/queries";
import type { PlanSelection } from "@/backup_plans/plan";
import { PLANS } from "@/backup_plans/reads";
import { ConfirmDialog } from "@/parts/confirm_dialog";

interface Properties {
  readonly planId: string;
  readonly selection: PlanSelection;
  /** What it names. */
  readonly tables: string;
  readonly onClose: () => void;
}

/** Asks before a plan loses a selection. */
export function DeleteSelection({ planId, selection, tables, onClose }: Properties) {
  const { SelectionName: name } = selection;
  const deletion = useWrite(
    ({ backup }, SelectionId: string) =>
      backup.send(new DeleteBackupSelectionCommand({ BackupPlanId: planId, SelectionId })),
    {
      changes: PLANS,
      showsFailure: true,
      done: () => `The resource assignment ${name} was deleted.`,
      onSuccess: onClose,
    },
  );
  return (
    <ConfirmDialog
      title="Delete resource assignment"
      action="Delete"
      isRunning={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate(selection.id)}
      onClose={onClose}
    >
      <div>
        The plan no longer backs up what <strong>{name}</strong> names: {tables}. Its backups stay
        until their retention ends.
      </div>
    </ConfirmDialog>
  );
}
