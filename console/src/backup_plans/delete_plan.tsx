/** The dialog that deletes a backup plan with its selections. */

import { DeleteBackupPlanCommand, DeleteBackupSelectionCommand } from "@aws-sdk/client-backup";
import Box from "@cloudscape-design/components/box";
import type { Clients } from "@/aws/clients";
import { useWrite } from "@/aws/queries";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import type { Plan } from "./plan";
import { selectionIds } from "./plan_requests";
import { PLANS } from "./reads";

interface Properties {
  readonly plan: Plan;
  /** Which tables it backs up. */
  readonly assigned: string;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeletePlan({ plan, assigned, onClose, onDeleted }: Properties) {
  const deletion = useWrite(deletePlan, {
    changes: PLANS,
    showsFailure: true,
    done: () => `The backup plan ${plan.name} was deleted.`,
    onSuccess: () => {
      onDeleted();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title="Delete backup plan"
      action="Delete"
      word="confirm"
      onConfirm={() => deletion.mutate(plan.id)}
      onClose={onClose}
      isRunning={deletion.isPending}
      error={deletion.error}
    >
      <Box>
        The plan <strong>{plan.name}</strong> makes no more backups. It backs up: {assigned}.
      </Box>
      <Box>The backups that it has made stay until their retention ends.</Box>
      <Box>
        Its tables are taken out of it first. If the plan cannot be deleted then, it stays without
        them.
      </Box>
    </ConfirmDialog>
  );
}

/** The service deletes only a plan without selections. */
async function deletePlan({ backup }: Pick<Clients, "backup">, id: string): Promise<void> {
  for (const SelectionId of await selectionIds({ backup }, id)) {
    await backup.send(new DeleteBackupSelectionCommand({ BackupPlanId: id, SelectionId }));
  }
  await backup.send(new DeleteBackupPlanCommand({ BackupPlanId: id }));
}
