import { describe, expect, it } from "vitest";
import type { Plan } from "./plan";
import { pauseOfJobs, windowsOf } from "./runs";

const MINUTE = 60_000;

function ranAt(...minutes: (number | undefined)[]): Plan[] {
  return minutes.map((minute) => ({
    ...{ id: "p", name: "nightly", failures: [] },
    lastRun: minute === undefined ? undefined : new Date(minute * MINUTE),
  }));
}

describe("the jobs of the last runs", () => {
  it("began in a few windows, however many plans ran at the same time", () => {
    expect(windowsOf(ranAt(600, 100, 105, undefined, 100))).toEqual([
      { after: 599 * MINUTE, before: 610 * MINUTE },
      { after: 99 * MINUTE, before: 115 * MINUTE },
    ]);
    expect(windowsOf(ranAt(undefined))).toEqual([]);
  });

  it("are read again while one is running, and for a minute after a run", () => {
    const now = 100 * MINUTE;
    expect(pauseOfJobs([{ State: "COMPLETED" }], ranAt(98, undefined), now)).toBe(false);
    expect(pauseOfJobs([{ State: "RUNNING" }], ranAt(98), now)).toBe(5000);
    expect(pauseOfJobs([], ranAt(99.5), now)).toBe(5000);
  });
});
