/** The form of a scheduled backup: what can be wrong in it, and the plan that it makes. */

import type { BackupPlanInput } from "@aws-sdk/client-backup";
import type { RuleDraft, RuleErrors } from "@/backup_plans/rule_draft";
import { isName, NAME_ERROR, NEW_RULE, ruleErrors, ruleOf } from "@/backup_plans/rule_draft";
import { isComplete } from "@/parts/is_complete";

export interface Draft {
  /** The name of the table. Empty: none is chosen yet. */
  readonly table: string;
  readonly way: "new" | "existing";
  /** The id of the existing plan. Empty: none is chosen yet. */
  readonly planId: string;
  readonly plan: string;
  readonly rule: RuleDraft;
  readonly roleWay: "default" | "chosen";
  readonly role: string;
}

export interface Errors {
  readonly table?: string | undefined;
  readonly role?: string | undefined;
  readonly planId?: string | undefined;
  readonly plan?: string | undefined;
  readonly rule?: RuleErrors;
}

const SELECTION_MAX = 50;

/** table, planId: what is chosen at first. Empty: nothing. */
export function newDraft(table: string, planId = ""): Draft {
  return {
    table,
    way: planId === "" ? "new" : "existing",
    planId,
    plan: "",
    rule: NEW_RULE,
    roleWay: "default",
    role: "",
  };
}

export function errorsOf(draft: Draft): Errors {
  return {
    table: draft.table === "" ? "Choose a table." : undefined,
    role:
      draft.roleWay === "chosen" && !/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(draft.role.trim())
        ? "Choose a role, or type its ARN."
        : undefined,
    ...(draft.way === "existing"
      ? { planId: draft.planId === "" ? "Choose a backup plan." : undefined }
      : { plan: isName(draft.plan) ? undefined : NAME_ERROR, rule: ruleErrors(draft.rule) }),
  };
}

export function canBeSent({ rule = {}, ...others }: Errors): boolean {
  return isComplete(others) && isComplete(rule);
}

/** The plan of a form without errors. */
export function planOf(draft: Draft): BackupPlanInput {
  return { BackupPlanName: draft.plan, Rules: [ruleOf(draft.rule)] };
}

/** The name of the selection of a table: names of tables may be longer. */
export function selectionName(table: string): string {
  return table.slice(0, SELECTION_MAX);
}
