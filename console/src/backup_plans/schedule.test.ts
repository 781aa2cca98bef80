import { describe, expect, it } from "vitest";
import type { Schedule } from "./schedule";
import { cronOf, DAILY, scheduleError, scheduleOf, scheduleText } from "./schedule";

// Source: AWS Backup Developer Guide, "Creating a backup plan": the frequencies of its console.
const SCHEDULES: readonly [Partial<Schedule>, string, string][] = [
  [{ frequency: "hourly", minute: "05" }, "cron(5 * ? * * *)", "Every hour at minute 5 (UTC)"],
  [
    { frequency: "half-daily", time: "17:30" },
    "cron(30 5/12 ? * * *)",
    "Every 12 hours from 05:30 (UTC)",
  ],
  [{ frequency: "daily" }, "cron(0 5 ? * * *)", "Every day at 05:00 (UTC)"],
  [
    { frequency: "weekly", weekday: "TUE", zone: "Europe/Budapest" },
    "cron(0 5 ? * TUE *)",
    "Every Tuesday at 05:00 (Europe/Budapest)",
  ],
  [
    { frequency: "monthly", day: "28" },
    "cron(0 5 28 * ? *)",
    "Day 28 of every month at 05:00 (UTC)",
  ],
  [
    { frequency: "monthly", day: "L" },
    "cron(0 5 L * ? *)",
    "The last day of every month at 05:00 (UTC)",
  ],
  [
    { frequency: "cron", cron: " cron(0/15 8-18 ? * MON-FRI *) " },
    "cron(0/15 8-18 ? * MON-FRI *)",
    "cron(0/15 8-18 ? * MON-FRI *) (UTC)",
  ],
];

describe("a schedule", () => {
  it.each(SCHEDULES)("%o is %s, in words: %s", (part, expression, words) => {
    const schedule = { ...DAILY, ...part };
    expect(scheduleError(schedule)).toBeUndefined();
    expect(cronOf(schedule)).toBe(expression);
    expect(scheduleText(expression, schedule.zone)).toBe(words);
  });

  it.each(SCHEDULES)("%o is shown again in the form from its expression", (part) => {
    const schedule = { ...DAILY, ...part };
    const again = scheduleOf(cronOf(schedule), schedule.zone);
    expect(again.frequency).toBe(schedule.frequency);
    expect(cronOf(again)).toBe(cronOf(schedule));
    expect(again.zone).toBe(schedule.zone);
  });

  it.each([
    ["cron(0 3 * * ? *)", "daily", "cron(0 3 ? * * *)"],
    ["cron(0 3 15W * ? *)", "cron", "cron(0 3 15W * ? *)"],
    ["cron(0 3 29 * ? *)", "cron", "cron(0 3 29 * ? *)"],
    ["cron(0 3 ? * MON-FRI *)", "cron", "cron(0 3 ? * MON-FRI *)"],
    ["cron(0 3 ? * constructor *)", "cron", "cron(0 3 ? * constructor *)"],
    ["cron(0 3 ? 1 * *)", "cron", "cron(0 3 ? 1 * *)"],
  ])("%s has the frequency %s in the form", (expression, frequency, written) => {
    const schedule = scheduleOf(expression, undefined);
    expect(schedule.frequency).toBe(frequency);
    expect(cronOf(schedule)).toBe(written);
  });

  it.each([
    { frequency: "hourly", minute: "60" },
    { frequency: "daily", time: "24:00" },
    { frequency: "weekly", time: "" },
    { frequency: "cron", cron: "rate(1 day)" },
  ] as const)("has a fault: %o", (part) => {
    expect(scheduleError({ ...DAILY, ...part })).toMatch(/^Type /);
  });

  it.each([
    ["cron(0 5 * * 1 *)", "cron(0 5 * * 1 *) (UTC)"],
    ["cron(0 5 ? JAN * *)", "cron(0 5 ? JAN * *) (UTC)"],
    ["cron(0 5 ? * 2#1 *)", "cron(0 5 ? * 2#1 *) (UTC)"],
    ["cron(0 5 15W * ? *)", "cron(0 5 15W * ? *) (UTC)"],
    ["cron(0 5,17 ? * * *)", "cron(0 5,17 ? * * *) (UTC)"],
    ["cron(5 17/12 ? * * *)", "cron(5 17/12 ? * * *) (UTC)"],
    ["cron(0 5 ? * 7 *)", "Every Saturday at 05:00 (UTC)"],
  ])("that somebody wrote, %s, is shown as %s", (expression, words) => {
    expect(scheduleText(expression, undefined)).toBe(words);
  });
});
