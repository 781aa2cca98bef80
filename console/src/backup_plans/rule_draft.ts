/** The form of a rule of a backup plan: what can be wrong in it, and the rule that it makes. */

import type { BackupRule, BackupRuleInput, Lifecycle } from "@aws-sdk/client-backup";
import type { Schedule } from "./schedule";
import { cronOf, DAILY, scheduleError, scheduleOf } from "./schedule";

export interface RuleDraft {
  readonly name: string;
  readonly schedule: Schedule;
  readonly window: "default" | "custom";
  readonly startHours: string;
  readonly completeHours: string;
  /** Days until a backup is moved. Empty: it is not moved. */
  readonly cold: string;
  /** Days until a backup is deleted. Empty: it is kept. */
  readonly kept: string;
  readonly vault: string;
}

export type RuleErrors = { readonly [Member in keyof RuleDraft]?: string | undefined };

/** Source: API Reference, BackupRuleInput and Lifecycle; AWS Backup Developer Guide, "Quotas". */
const NAME = /^[a-zA-Z0-9\-_.]{1,50}$/;
const VAULT = /^[a-zA-Z0-9\-_]{2,50}$/;
const DAYS_MAX = 36_500;
const COLD_DAYS = 90;
const HOURS_MAX = 876_000;
const MINUTES = 60;
const START_MINUTES = 8 * MINUTES;
const COMPLETE_MINUTES = 7 * 24 * MINUTES;
/** As many digits of an hour as tell its minutes apart. */
const HOUR_DIGITS = 4;

/** The defaults of a rule without windows: 8 hours to begin, 7 days to be complete. */
export const NEW_RULE: RuleDraft = {
  name: "daily",
  schedule: DAILY,
  window: "default",
  startHours: hoursText(START_MINUTES),
  completeHours: hoursText(COMPLETE_MINUTES),
  cold: "",
  kept: "35",
  vault: "Default",
};

/** The form of a rule that exists. */
export function draftOf(rule: BackupRule): RuleDraft {
  const start = rule.StartWindowMinutes ?? START_MINUTES;
  const complete = rule.CompletionWindowMinutes ?? COMPLETE_MINUTES;
  const isDefault = start === START_MINUTES && complete === COMPLETE_MINUTES;
  return {
    name: rule.RuleName ?? "",
    schedule: scheduleOf(rule.ScheduleExpression ?? "", rule.ScheduleExpressionTimezone),
    window: isDefault ? "default" : "custom",
    startHours: hoursText(start),
    completeHours: hoursText(complete),
    cold: daysText(rule.Lifecycle?.MoveToColdStorageAfterDays),
    kept: daysText(rule.Lifecycle?.DeleteAfterDays),
    vault: rule.TargetBackupVaultName ?? "",
  };
}

function hoursText(minutes: number): string {
  return String(Number((minutes / MINUTES).toFixed(HOUR_DIGITS)));
}

/** The service has -1 for never. */
function daysText(days: number | undefined): string {
  return days === undefined || days < 0 ? "" : String(days);
}

export const NAME_ERROR =
  "Type 1 to 50 letters, digits, hyphens (-), underscores (_) or periods (.).";

/** Whether a text can be the name of a plan or of a rule. */
export function isName(text: string): boolean {
  return NAME.test(text);
}

export function ruleErrors(draft: RuleDraft): RuleErrors {
  const isCustom = draft.window === "custom";
  return {
    name: isName(draft.name) ? undefined : NAME_ERROR,
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

function daysError(text: string): string | undefined {
  if (/^\d{0,5}$/.test(text) && (text === "" || isBetween(Number(text), DAYS_MAX))) {
    return undefined;
  }
  return "Type 1 to 36500 days, or leave the field empty.";
}

function distanceError({ cold, kept }: RuleDraft): string | undefined {
  if (cold === "" || kept === "" || Number(kept) >= Number(cold) + COLD_DAYS) return undefined;
  return "Keep backups for at least 90 days after the transition to cold storage.";
}

function hoursError(text: string): string | undefined {
  const isNumber = /^\d{1,6}(\.\d{1,4})?$/.test(text);
  return isNumber && isBetween(Number(text), HOURS_MAX) ? undefined : "Type a number of hours.";
}

function isBetween(count: number, most: number): boolean {
  return count >= 1 && count <= most;
}

/** The rule of a form without errors. earlier: the rule that it replaces, for what the form lacks. */
export function ruleOf(draft: RuleDraft, earlier?: BackupRule): BackupRuleInput {
  const lifecycle: Lifecycle = {
    ...(draft.cold !== "" && { MoveToColdStorageAfterDays: Number(draft.cold) }),
    ...(draft.kept !== "" && { DeleteAfterDays: Number(draft.kept) }),
  };
  return {
    ...(earlier && inputOf(earlier)),
    RuleName: draft.name,
    TargetBackupVaultName: draft.vault,
    ScheduleExpression: cronOf(draft.schedule),
    ScheduleExpressionTimezone: draft.schedule.zone,
    StartWindowMinutes: draft.window === "custom" ? minutesOf(draft.startHours) : undefined,
    CompletionWindowMinutes: draft.window === "custom" ? minutesOf(draft.completeHours) : undefined,
    Lifecycle: Object.keys(lifecycle).length > 0 ? lifecycle : undefined,
  };
}

function minutesOf(hours: string): number {
  return Math.round(Number(hours) * MINUTES);
}

/** A rule as UpdateBackupPlan takes it: without its id. */
export function inputOf(rule: BackupRule): BackupRuleInput {
  const input = { ...rule };
  delete input.RuleId;
  return { ...input, RuleName: rule.RuleName, TargetBackupVaultName: rule.TargetBackupVaultName };
}
