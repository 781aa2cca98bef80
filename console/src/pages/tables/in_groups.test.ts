import { expect, test } from "vitest";
import { inGroups } from "./in_groups";

test("results have the order of the items, and at most 8 run at the same time", async () => {
  let running = 0;
  let most = 0;
  const items = Array.from({ length: 20 }, (_, index) => index);
  const results = await inGroups(items, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    return item * 2;
  });
  expect(results).toEqual(items.map((item) => item * 2));
  expect(most).toBe(8);
});

test("the first error ends it", async () => {
  const started: number[] = [];
  const items = Array.from({ length: 20 }, (_, index) => index);
  const done = inGroups(items, (item) => {
    started.push(item);
    return item === 3 ? Promise.reject(new Error("no")) : Promise.resolve(item);
  });
  await expect(done).rejects.toThrow("no");
  expect(started).toHaveLength(8);
});
