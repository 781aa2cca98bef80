import type { BackupRule } from "@aws-sdk/client-backup";
import { useWrite } from "@/aws/queries";
import type { WholePlan } from "@/backup_plans/plan";
import { PLANS } from "@/backup_plans/reads";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { deleteRule } from "./requests";

interface Properties {
  readonly plan: WholePlan;
  readonly rule: BackupRule;
  readonly onClose: () => void;
}

/** Asks before a rule of a plan is deleted. */
export function DeleteRule({ plan, rule, onClose }: Properties) {
  const { RuleName: name } = rule;
  const deletion = useWrite((clients, each: BackupRule) => deleteRule(clients, plan, each), {
    changes: PLANS,
    showsFailure: true,
    done: () => `The backup rule ${name} was deleted.`,
    onSuccess: onClose,
  });
  return (
    <ConfirmDialog
      title="Delete backup rule"
      action="Delete"
      isRunning={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate(rule)}
      onClose={onClose}
    >
      <div>
        The rule <strong>{name}</strong> makes no more backups. Those that it has made stay until
        their retention ends.
      </div>
    </ConfirmDialog>
  );
}
