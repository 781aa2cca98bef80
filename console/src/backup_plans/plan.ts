/** A backup plan, as far as the user may read it. */

import type { BackupRule, BackupSelection } from "@aws-sdk/client-backup";

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
  readonly selections?: readonly BackupSelection[];
  /** Why something is absent. */
  readonly failures: readonly unknown[];
}

export interface PlanDetails {
  readonly rules: readonly BackupRule[];
  /** Absent: no rule is ever due again. */
  readonly nextRun?: Date | undefined;
}

/** Milliseconds until a plan has run. false: none will run soon. */
export function pauseOf(plans: readonly Plan[], now: number): number | false {
  const times = plans.flatMap(({ details }) => details?.nextRun?.getTime() ?? []);
  const pause = Math.max(Math.min(...times) - now, 0) + AFTER_RUN_MS;
  return pause <= LONGEST_MS ? pause : false;
}
