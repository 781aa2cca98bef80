/** How many items of a table changed when, as GetChangeCounts of Jedlik's own API counts them. */

import { fieldsOf } from "@/pages/table/ttl_preview";

/** How the log is divided, from coarse to fine. */
export const PERIODS = [
  { seconds: 86_400, text: "Day", count: 36 },
  { seconds: 3_600, text: "Hour", count: 48 },
  { seconds: 60, text: "Minute", count: 60 },
  { seconds: 1, text: "Second", count: 120 },
] as const;

export type Period = (typeof PERIODS)[number];

/** Seconds of Unix time. `to` is exclusive. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface Count {
  readonly start: number;
  readonly created: number;
  readonly changed: number;
  readonly deleted: number;
}

export interface Counts {
  /** The periods with changes, in order of time. */
  readonly counts: readonly Count[];
  /** Whether not all changes of the window were counted. */
  readonly isPartial: boolean;
}

export interface Answer {
  readonly Counts: readonly {
    readonly StartTime: number;
    readonly Created: number;
    readonly Modified: number;
    readonly Deleted: number;
  }[];
  readonly NextToken?: string;
}

/** The window around a second. It begins and ends with a whole period. */
export function windowAround(second: number, period: Period): Window {
  const first = Math.floor(second / period.seconds) - period.count / 2;
  const from = Math.max(0, first) * period.seconds;
  return { from, to: from + period.count * period.seconds };
}

const REQUESTS_MAX = 25;

/** Adds up the counts of all answers, but of so many only: the log may be long. */
export async function readCounts(
  read: (start: string | undefined) => Promise<Answer>,
): Promise<Counts> {
  const found = new Map<number, Count>();
  let start: string | undefined;
  for (let requests = 0; requests < REQUESTS_MAX; requests++) {
    const answer = await read(start);
    for (const each of answer.Counts) {
      const before = found.get(each.StartTime);
      found.set(each.StartTime, {
        start: each.StartTime,
        created: (before?.created ?? 0) + each.Created,
        changed: (before?.changed ?? 0) + each.Modified,
        deleted: (before?.deleted ?? 0) + each.Deleted,
      });
    }
    start = answer.NextToken;
    if (start === undefined) break;
  }
  const counts = [...found.values()].sort((one, other) => one.start - other.start);
  return { counts, isPartial: start !== undefined };
}

export function totalOf({ created, changed, deleted }: Count): number {
  return created + changed + deleted;
}

/** "2026-11-30 18:20:00" in UTC, as the fields of the form have it. */
export function secondText(second: number): string {
  const { day, time } = fieldsOf(new Date(second * 1000));
  return `${day} ${time}`;
}

/** The next finer period. Undefined for a second. */
export function finerThan(period: Period): Period | undefined {
  return PERIODS[PERIODS.indexOf(period) + 1];
}
