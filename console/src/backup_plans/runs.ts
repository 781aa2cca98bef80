/** When the jobs of runs are read. The service has no filter for the jobs of a plan, but for times. */

import type { BackupJob } from "@aws-sdk/client-backup";
import type { Plan } from "./plan";

/** Two rules of a plan may be due at the same minute, and the plan has the time of the second. */
const BEFORE_MS = 60_000;
/** A run of many tables begins their jobs one after the other. */
const AFTER_MS = 600_000;
/** A job may begin some seconds after its run. */
const BEGINS_MS = 60_000;
const PAUSE_MS = 5000;
const RUNNING = new Set(["CREATED", "PENDING", "RUNNING", "ABORTING"]);

interface Window {
  /** Milliseconds since 1970. */
  readonly after: number;
  readonly before: number;
}

/** The times in which the last runs of plans began their jobs, newest first. No two overlap. */
export function windowsOf(plans: readonly Plan[]): Window[] {
  const times = timesOf(plans).sort((one, other) => other - one);
  const windows: Window[] = [];
  for (const time of times) {
    const next = { after: time - BEFORE_MS, before: time + AFTER_MS };
    const last = windows.at(-1);
    if (last && last.after <= next.before) windows.splice(-1, 1, { ...last, after: next.after });
    else windows.push(next);
  }
  return windows;
}

/** Milliseconds until jobs are read again. false: none is running, and none will begin. */
export function pauseOfJobs(
  jobs: readonly BackupJob[],
  plans: readonly Plan[],
  now: number,
): number | false {
  const isRunning = jobs.some(({ State = "" }) => RUNNING.has(State));
  const begins = timesOf(plans).some((time) => now - time < BEGINS_MS);
  return isRunning || begins ? PAUSE_MS : false;
}

function timesOf(plans: readonly Plan[]): number[] {
  return plans.flatMap(({ lastRun }) => lastRun?.getTime() ?? []);
}
