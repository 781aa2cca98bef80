/** Changes of a backup plan. */

import type { BackupRule, BackupRuleInput } from "@aws-sdk/client-backup";
import { UpdateBackupPlanCommand } from "@aws-sdk/client-backup";
import type { Clients } from "@/aws/clients";
import type { WholePlan } from "@/backup_plans/plan";
import { getPlan } from "@/backup_plans/plan_requests";
import type { RuleDraft } from "@/backup_plans/rule_draft";
import { inputOf, ruleOf } from "@/backup_plans/rule_draft";
import { withVault } from "@/backup_plans/take_back";

type Backup = Pick<Clients, "backup">;

/**
 * Writes a rule of a plan. rule: the rule that it replaces. Absent: it is added.
 * vaults: the names of those that exist. Absent: they are not known.
 */
export async function saveRule(
  clients: Backup,
  plan: WholePlan,
  { draft, rule }: { readonly draft: RuleDraft; readonly rule?: BackupRule | undefined },
  vaults: readonly string[] | undefined,
): Promise<void> {
  const written = ruleOf(draft, rule);
  const { rules } = plan.details;
  const all = rule
    ? rules.map((each) => (each.RuleId === rule.RuleId ? written : inputOf(each)))
    : [...rules.map(inputOf), written];
  await withVault(clients, draft.vault, vaults, () => replaceRules(clients, plan, all));
}

export async function deleteRule(
  clients: Backup,
  plan: WholePlan,
  { RuleId: id }: BackupRule,
): Promise<void> {
  const others = plan.details.rules.filter(({ RuleId }) => RuleId !== id);
  await replaceRules(clients, plan, others.map(inputOf));
}

/** The service replaces the whole plan. So this looks first whether it is still the one shown. */
async function replaceRules(
  clients: Backup,
  { id, name, details }: WholePlan,
  Rules: BackupRuleInput[],
): Promise<void> {
  const newest = await getPlan(clients, id);
  if (newest.VersionId !== details.version) {
    throw new Error(
      "Somebody else changed the plan meanwhile. Nothing was written. Close this and look at the plan as it is now.",
    );
  }
  const BackupPlan = { BackupPlanName: name, Rules };
  await clients.backup.send(new UpdateBackupPlanCommand({ BackupPlanId: id, BackupPlan }));
}
