/** What a page says about the rules of a plan. */

import type { BackupRule, ScheduledPlanExecutionMember } from "@aws-sdk/client-backup";
import { RUNS } from "@/backup_plans/plan";

/**
 * When a rule runs next. The service shows the next runs of all rules together: a rule that is not
 * among them runs after them, or never.
 */
export function nextOf(
  { RuleId: id }: BackupRule,
  runs: readonly ScheduledPlanExecutionMember[],
  timeText: (time: Date | undefined) => string,
): string {
  const next = runs.find(({ RuleId }) => RuleId === id);
  if (next) return timeText(next.ExecutionTime);
  return runs.length < RUNS ? "Never" : `After ${timeText(runs.at(-1)?.ExecutionTime)}`;
}

const UNITS = [
  [7 * 24 * 60, "week"],
  [24 * 60, "day"],
  [60, "hour"],
  [1, "minute"],
] as const;

/** A window in its largest whole unit: "8 hours", "90 minutes". */
export function windowText(minutes: number | undefined): string {
  if (minutes === undefined) return "-";
  const [size, unit] = UNITS.find(([each]) => minutes % each === 0) ?? [1, "minute"];
  const count = minutes / size;
  return `${String(count)} ${unit}${count === 1 ? "" : "s"}`;
}
