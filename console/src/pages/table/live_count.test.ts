import { expect, test } from "vitest";
import type { Count } from "./live_count";
import { countItems } from "./live_count";

const KEY = { id: { S: "1" } };

test("the counts and units of all pages are added", async () => {
  const reported: Count[] = [];
  await countItems(
    (start) =>
      Promise.resolve({
        Count: 3,
        ConsumedCapacity: { CapacityUnits: 0.5 },
        ...(start ? {} : { LastEvaluatedKey: KEY }),
      }),
    (count) => reported.push(count),
    new AbortController().signal,
  );
  expect(reported).toEqual([
    { items: 3, units: 0.5, isComplete: false },
    { items: 6, units: 1, isComplete: true },
  ]);
});

test("a count that is stopped is not complete", async () => {
  const stop = new AbortController();
  const reported: Count[] = [];
  await countItems(
    () => Promise.resolve({ Count: 1, LastEvaluatedKey: KEY }),
    (count) => {
      reported.push(count);
      if (reported.length === 2) stop.abort();
    },
    stop.signal,
  );
  expect(reported.at(-1)).toEqual({ items: 2, units: 0, isComplete: false });
});
