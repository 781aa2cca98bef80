import { expect, test } from "vitest";
import type { Answer } from "./change_counts";
import { finerThan, PERIODS, readCounts, secondText, totalOf, windowAround } from "./change_counts";

const [DAY, HOUR, MINUTE, SECOND] = PERIODS;

test("a window has whole periods around a second", () => {
  expect(windowAround(1791500000, MINUTE)).toEqual({ from: 1791498180, to: 1791501780 });
  for (const period of PERIODS) {
    const { from, to } = windowAround(1791500000, period);
    expect(from % period.seconds).toBe(0);
    expect((to - from) / period.seconds).toBe(period.count);
    expect(from <= 1791500000 && 1791500000 < to).toBe(true);
  }
  expect(windowAround(5, DAY).from).toBe(0);
  expect([finerThan(DAY), finerThan(HOUR), finerThan(MINUTE), finerThan(SECOND)]).toEqual([
    HOUR,
    MINUTE,
    SECOND,
    undefined,
  ]);
});

function answer(start: number, count: number, next?: string): Answer {
  const Counts = [{ StartTime: start, Created: count, Modified: 1, Deleted: 0 }];
  return { Counts, ...(next !== undefined && { NextToken: next }) };
}

test("counts of several answers are added up", async () => {
  const starts: (string | undefined)[] = [];
  const answers = [answer(120, 1, "a"), answer(60, 2, "b"), answer(120, 3)];
  const found = await readCounts((start) => {
    starts.push(start);
    return Promise.resolve(answers[starts.length - 1] ?? { Counts: [] });
  });
  expect(starts).toEqual([undefined, "a", "b"]);
  expect(found).toEqual({
    counts: [
      { start: 60, created: 2, changed: 1, deleted: 0 },
      { start: 120, created: 4, changed: 2, deleted: 0 },
    ],
    isPartial: false,
  });
  expect(found.counts.map(totalOf)).toEqual([3, 6]);
});

test("a long log is counted in part", async () => {
  let requests = 0;
  const found = await readCounts(() => Promise.resolve(answer(60, 1, String(++requests))));
  expect([requests, found.isPartial, found.counts[0]?.created]).toEqual([25, true, 25]);
});

test("times are of UTC, as in the form", () => {
  expect(secondText(1791500000)).toBe("2026-10-08 22:53:20");
});
