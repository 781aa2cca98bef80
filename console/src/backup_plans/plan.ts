/** A backup plan, as far as the user may read it. */

import type {
  BackupRule,
  BackupSelection,
  ScheduledPlanExecutionMember,
} from "@aws-sdk/client-backup";

/** A run is begun within a second of its time. */
const AFTER_RUN_MS = 3000;
const LONGEST_MS = 24 * 60 * 60 * 1000;

export interface Plan {
  readonly id: string;
  readonly name: string;
  readonly lastRun?: Date | undefined;
  /** Absent: the user may not read it. */
  readonly details?: PlanDetails;
  /** Absent: the user may not read them. */
  readonly selections?: readonly PlanSelection[];
  /** Why something is absent. */
  readonly failures: readonly unknown[];
}

/** A plan whose rules the user may read. */
export interface WholePlan extends Plan {
  readonly details: PlanDetails;
}

export interface PlanDetails {
  readonly rules: readonly BackupRule[];
  /** Each change of a plan makes a new version. */
  readonly version: string;
  readonly changed: Date | undefined;
  /** The next ones of all rules, at most `RUNS`. None: no rule is ever due again. */
  readonly runs: readonly ScheduledPlanExecutionMember[];
}

export interface PlanSelection extends BackupSelection {
  readonly id: string;
}

/** The most that the service shows. Source: API Reference, GetBackupPlan. */
export const RUNS = 10;

export function nextRun({ details }: Plan): Date | undefined {
  return details?.runs[0]?.ExecutionTime;
}

/** Milliseconds until a plan has run. false: none will run soon. */
export function pauseOf(plans: readonly Plan[], now: number): number | false {
  const times = plans.flatMap((plan) => nextRun(plan)?.getTime() ?? []);
  const pause = Math.max(Math.min(...times) - now, 0) + AFTER_RUN_MS;
  return pause <= LONGEST_MS ? pause : false;
}
