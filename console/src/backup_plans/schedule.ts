/** Schedules of backup plans: what a form says as a cron expression, and an expression as words. */

export type Frequency = "hourly" | "half-daily" | "daily" | "weekly" | "monthly" | "cron";

export interface Schedule {
  readonly frequency: Frequency;
  /** The minute of an hour. */
  readonly minute: string;
  /** `hh:mm`. */
  readonly time: string;
  /** `SUN` to `SAT`. */
  readonly weekday: string;
  /** 1 to 28, or `L` for the last day. */
  readonly day: string;
  readonly cron: string;
  /** A name of the time zone database. */
  readonly zone: string;
}

export const UTC = "Etc/UTC";

/** Each day at 05:00 UTC, as a rule without a schedule. Source: API Reference, BackupRuleInput. */
export const DAILY: Schedule = {
  frequency: "daily",
  minute: "0",
  time: "05:00",
  weekday: "SUN",
  day: "1",
  cron: "cron(0 5 ? * * *)",
  zone: UTC,
};

export const WEEKDAYS: Readonly<Record<string, string>> = {
  SUN: "Sunday",
  MON: "Monday",
  TUE: "Tuesday",
  WED: "Wednesday",
  THU: "Thursday",
  FRI: "Friday",
  SAT: "Saturday",
};
const WEEKDAY_NAMES = Object.values(WEEKDAYS);
const LAST_DAY = "L";
/** Days that each month has. */
export const DAYS = [...Array.from({ length: 28 }, (_, index) => String(index + 1)), LAST_DAY];

/** What is wrong in a schedule. The service checks expressions. */
export function scheduleError(schedule: Schedule): string | undefined {
  const { frequency, minute, time, cron } = schedule;
  if (frequency === "hourly") return /^[0-5]?\d$/.test(minute) ? undefined : "Type 0 to 59.";
  if (frequency === "cron") {
    return /^cron\(.+\)$/.test(cron.trim())
      ? undefined
      : "Type an expression such as cron(0 5 ? * * *).";
  }
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? undefined : "Type a time such as 05:00.";
}

export function cronOf(schedule: Schedule): string {
  const { frequency, weekday, day } = schedule;
  const [hour, minute] = schedule.time.split(":").map(Number);
  const at = `${String(minute)} ${String(hour)}`;
  if (frequency === "hourly") return `cron(${String(Number(schedule.minute))} * ? * * *)`;
  // An hour in the field begins a series, so the earlier one of the two is written.
  if (frequency === "half-daily")
    return `cron(${String(minute)} ${String((hour ?? 0) % 12)}/12 ? * * *)`;
  if (frequency === "daily") return `cron(${at} ? * * *)`;
  if (frequency === "weekly") return `cron(${at} ? * ${weekday} *)`;
  if (frequency === "monthly") return `cron(${at} ${day} * ? *)`;
  return schedule.cron.trim();
}

const OF_FORM: readonly Exclude<Frequency, "cron">[] = [
  "hourly",
  "half-daily",
  "daily",
  "weekly",
  "monthly",
];

/** The form of an expression. One that the form cannot make otherwise is a custom expression. */
export function scheduleOf(expression: string, zone: string | undefined): Schedule {
  const custom: Schedule = {
    ...DAILY,
    frequency: "cron",
    cron: expression,
    ...(zone !== undefined && { zone }),
  };
  // Of the two ways to write "each day", the form writes this one.
  const written = expression.replace(" * * ? *)", " ? * * *)");
  const fields = /^cron\((\d+) (\S+) (\S+) \* (\S+) \*\)$/.exec(written);
  const [minute = "", hour = "", day = "", weekday = ""] = fields?.slice(1) ?? [];
  const time = clock(hour.replace("/12", ""), minute);
  const candidates = OF_FORM.map((frequency): Schedule => {
    if (frequency === "hourly") return { ...custom, frequency, minute };
    if (frequency === "weekly") return { ...custom, frequency, time, weekday };
    return { ...custom, frequency, time, ...(frequency === "monthly" && { day }) };
  });
  const isIt = (each: Schedule) =>
    scheduleError(each) === undefined &&
    Object.hasOwn(WEEKDAYS, each.weekday) &&
    DAYS.includes(each.day) &&
    cronOf(each) === written;
  return candidates.find(isIt) ?? custom;
}

/** "Every day at 05:00 (UTC)". An expression that has no such words stays as it is. */
export function scheduleText(expression: string, zone: string | undefined): string {
  const fields = /^cron\((\d+) (\S+) (\S+) (\S+) (\S+) \*\)$/.exec(expression)?.slice(1);
  const words = fields && wordsOf(fields);
  return `${words ?? expression} (${zone === undefined || zone === UTC ? "UTC" : zone})`;
}

function wordsOf([minute = "", hour = "", day = "", month, weekday = ""]: string[]) {
  if (month !== "*") return undefined;
  const isEachDay = ["? *", "* ?", "* *"].includes(`${day} ${weekday}`);
  if (hour === "*") return isEachDay ? `Every hour at minute ${minute}` : undefined;
  // From 12 o'clock on, a series of 12 hours has one member.
  const first = /^(\d|1[01])\/12$/.exec(hour)?.[1];
  if (first !== undefined) {
    return isEachDay ? `Every 12 hours from ${clock(first, minute)}` : undefined;
  }
  if (!/^\d+$/.test(hour)) return undefined;
  const at = `at ${clock(hour, minute)}`;
  if (isEachDay) return `Every day ${at}`;
  const name = weekdayName(weekday);
  if (day === "?" && name !== undefined) return `Every ${name} ${at}`;
  if (weekday !== "?") return undefined;
  if (day === LAST_DAY) return `The last day of every month ${at}`;
  return /^\d+$/.test(day) ? `Day ${day} of every month ${at}` : undefined;
}

function weekdayName(text: string): string | undefined {
  return /^[1-7]$/.test(text) ? WEEKDAY_NAMES[Number(text) - 1] : WEEKDAYS[text];
}

function clock(hour: string, minute: string): string {
  return `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
}
