/** The form of a scheduled backup: what can be wrong in it, and the plan that it makes. */

import type { BackupPlanInput, BackupRuleInput, Lifecycle } from "@aws-sdk/client-backup";
import type { Schedule } from "@/backup_plans/schedule";
import { cronOf, DAILY, scheduleError } from "@/backup_plans/schedule";

export interface Draft {
  /** The name of the table. Empty: none is chosen yet. */
  readonly table: string;
  readonly way: "new" | "existing";
  /** The id of the existing plan. Empty: none is chosen yet. */
  readonly planId: string;
  readonly plan: string;
  readonly rule: string;
  readonly schedule: Schedule;
  readonly window: "default" | "custom";
  readonly startHours: string;
  readonly completeHours: string;
  /** Days until a backup is moved. Empty: it is not moved. */
  readonly cold: string;
  /** Days until a backup is deleted. Empty: it is kept. */
  readonly kept: string;
  readonly vault: string;
  readonly roleWay: "default" | "chosen";
  readonly role: string;
}

export type Errors = { readonly [Member in keyof Draft]?: string | undefined };

/** Source: API Reference, BackupRuleInput and Lifecycle; AWS Backup Developer Guide, "Quotas". */
const NAME = /^[a-zA-Z0-9\-_.]{1,50}$/;
const VAULT = /^[a-zA-Z0-9\-_]{2,50}$/;
const DAYS_MAX = 36_500;
const COLD_DAYS = 90;
const HOURS_MAX = 876_000;
const MINUTES = 60;
const SELECTION_MAX = 50;

/** The defaults of a rule without windows: 8 hours to begin, 7 days to be complete. */
export function newDraft(table: string): Draft {
  return {
    table,
    way: "new",
    planId: "",
    plan: "",
    rule: "daily",
    schedule: DAILY,
    window: "default",
    startHours: "8",
    completeHours: "168",
    cold: "",
    kept: "35",
    vault: "Default",
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
      : errorsOfPlan(draft)),
  };
}

function errorsOfPlan(draft: Draft): Errors {
  const name = "Type 1 to 50 letters, digits, hyphens (-), underscores (_) or periods (.).";
  const isCustom = draft.window === "custom";
  return {
    plan: NAME.test(draft.plan) ? undefined : name,
    rule: NAME.test(draft.rule) ? undefined : name,
    schedule: scheduleError(draft.schedule),
    startHours: isCustom ? hoursError(draft.startHours) : undefined,
    completeHours: isCustom ? hoursError(draft.completeHours) : undefined,
    cold: daysError(draft.cold),
    kept: daysError(draft.kept) ?? distanceError(draft),
    vault: VAULT.test(draft.vault)
      ? undefined
      : "Type 2 to 50 letters, digits, hyphens (-) or underscores (_).",
  };
}

export function isComplete(errors: Errors): boolean {
  return Object.values(errors).every((error) => error === undefined);
}

function daysError(text: string): string | undefined {
  if (text === "" || isWhole(text, DAYS_MAX)) return undefined;
  return "Type 1 to 36500 days, or leave the field empty.";
}

function distanceError({ cold, kept }: Draft): string | undefined {
  if (cold === "" || kept === "" || Number(kept) >= Number(cold) + COLD_DAYS) return undefined;
  return "Keep backups for at least 90 days after the transition to cold storage.";
}

function hoursError(text: string): string | undefined {
  return isWhole(text, HOURS_MAX) ? undefined : "Type a number of hours.";
}

function isWhole(text: string, most: number): boolean {
  return /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most;
}

/** The plan of a form without errors. */
export function planOf(draft: Draft): BackupPlanInput {
  const { schedule } = draft;
  const lifecycle: Lifecycle = {
    ...(draft.cold !== "" && { MoveToColdStorageAfterDays: Number(draft.cold) }),
    ...(draft.kept !== "" && { DeleteAfterDays: Number(draft.kept) }),
  };
  const rule: BackupRuleInput = {
    RuleName: draft.rule,
    TargetBackupVaultName: draft.vault,
    ScheduleExpression: cronOf(schedule),
    ScheduleExpressionTimezone: schedule.zone,
    ...(draft.window === "custom" && {
      StartWindowMinutes: Number(draft.startHours) * MINUTES,
      CompletionWindowMinutes: Number(draft.completeHours) * MINUTES,
    }),
    ...(Object.keys(lifecycle).length > 0 && { Lifecycle: lifecycle }),
  };
  return { BackupPlanName: draft.plan, Rules: [rule] };
}

/** The name of the selection of a table: names of tables may be longer. */
export function selectionName(table: string): string {
  return table.slice(0, SELECTION_MAX);
}
