/** What a plan does, in words: how long backups are kept, which tables it backs up. */

import type { BackupJob, BackupRule, BackupSelection } from "@aws-sdk/client-backup";
import type { Tag } from "@/access/types";
import type { Plan } from "./plan";
import { scheduleText } from "./schedule";
import { matches, selects } from "./selects";

const TABLE = ":table/";

/** The beginning of the ARNs of all tables of an account in a Region. */
export function homeOf(region: string, accountId: string): string {
  return `arn:aws:dynamodb:${region}:${accountId}`;
}

export function arnOfTable(region: string, accountId: string, table: string): string {
  return `${homeOf(region, accountId)}${TABLE}${table}`;
}

export function keptText({ Lifecycle: lifecycle }: BackupRule): string {
  return daysText(lifecycle?.DeleteAfterDays) ?? "Always";
}

export function coldText({ Lifecycle: lifecycle }: BackupRule): string {
  return daysText(lifecycle?.MoveToColdStorageAfterDays) ?? "Never";
}

function daysText(days: number | undefined): string | undefined {
  if (days === undefined || days < 0) return undefined;
  return days === 1 ? "1 day" : `${String(days)} days`;
}

/** What all rules of a plan say, each text once. */
export function ofRules(plan: Plan, textOf: (rule: BackupRule) => string): string {
  const rules = plan.details?.rules;
  if (rules === undefined) return "Not known";
  return [...new Set(rules.map(textOf))].join("; ") || "-";
}

export function ruleSchedule(rule: BackupRule): string {
  return scheduleText(rule.ScheduleExpression ?? "", rule.ScheduleExpressionTimezone);
}

/**
 * Which tables the selections of a plan name: "Music, Songs", "tables with the tag backup=nightly".
 * home: see `homeOf`. A table elsewhere, which no plan here backs up, is shown by its whole ARN.
 */
export function assignedText({ selections }: Plan, home: string): string {
  if (selections === undefined) return "Not known";
  if (selections.length === 0) return "Nothing";
  return [...new Set(selections.map((each) => selectionText(each, home)))].join("; ");
}

export function selectionText(selection: BackupSelection, home: string): string {
  const { Resources = [], NotResources = [], ListOfTags = [], Conditions = {} } = selection;
  const nameOf = (pattern: string) => nameOfPattern(pattern, home);
  const named = [
    ...Resources.map(nameOf),
    ...ListOfTags.map(
      (each) => `tables with the tag ${each.ConditionKey ?? ""}=${each.ConditionValue ?? ""}`,
    ),
  ];
  const conditions = Object.values(Conditions).flat().length;
  const parts = [named.join(", ") || "all tables"];
  if (conditions > 0) {
    parts.push(conditions === 1 ? "under 1 condition" : `under ${String(conditions)} conditions`);
  }
  if (NotResources.length > 0) parts.push(`without ${NotResources.map(nameOf).join(", ")}`);
  return parts.join(", ");
}

function nameOfPattern(pattern: string, home: string): string {
  const at = pattern.indexOf(TABLE);
  const isHere = at >= 0 && matches(pattern.slice(0, at), home);
  const name = isHere ? pattern.slice(at + TABLE.length) : pattern;
  return pattern === "*" || name === "*" ? "all tables" : name;
}

/**
 * Whether a plan backs up a table. undefined: what the user may read does not say it.
 * tags: those of the table. Absent: they are not known.
 */
export function protects(
  { selections }: Plan,
  arn: string,
  tags: readonly Tag[] | undefined,
): boolean | undefined {
  if (selections === undefined) return undefined;
  const found = selections.map((selection) => selects(selection, arn, tags));
  if (found.includes(true)) return true;
  return found.includes(undefined) ? undefined : false;
}

const RUN_MS = 60_000;
const BAD = ["FAILED", "ABORTED", "EXPIRED", "PARTIAL"];

/**
 * The job that stands for the newest run of a plan: one that has failed, else one that is not
 * complete, else any. jobs: the newest first.
 */
export function lastJob(jobs: readonly BackupJob[], { id }: Plan): BackupJob | undefined {
  const own = jobs.filter(({ CreatedBy }) => CreatedBy?.BackupPlanId === id);
  const [newest] = own;
  if (newest === undefined) return undefined;
  const run = own.filter(
    ({ CreatedBy, CreationDate }) =>
      CreatedBy?.BackupRuleId === newest.CreatedBy?.BackupRuleId &&
      timeOf(newest.CreationDate) - timeOf(CreationDate) < RUN_MS,
  );
  return (
    run.find(({ State = "" }) => BAD.includes(State)) ??
    run.find(({ State }) => State !== "COMPLETED") ??
    newest
  );
}

function timeOf(date: Date | undefined): number {
  return date?.getTime() ?? 0;
}

/** The roles as which the jobs of a plan act. */
export function rolesOf({ selections }: Plan): string[] {
  return [...new Set((selections ?? []).flatMap(({ IamRoleArn }) => IamRoleArn ?? []))];
}
