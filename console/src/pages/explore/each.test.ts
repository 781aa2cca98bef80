import { expect, test } from "vitest";
import { forEach } from "./each";

test("each thing is done once, and failures are reported", async () => {
  const seen: number[] = [];
  const progress: number[] = [];
  const act = async (thing: number) => {
    await Promise.resolve();
    seen.push(thing);
    if (thing % 10 === 0) throw new Error(String(thing));
  };
  const things = Array.from({ length: 100 }, (_, index) => index + 1);
  const note = ({ done, failed }: { done: number; failed: readonly unknown[] }) => {
    progress.push(done + failed.length);
  };
  const report = await forEach(things, act, note, new AbortController().signal);
  expect([...seen].sort((a, b) => a - b)).toEqual(things);
  expect(report.done).toBe(90);
  expect(report.failed.map(({ thing }) => thing)).toEqual([
    10, 20, 30, 40, 50, 60, 70, 80, 90, 100,
  ]);
  expect(progress.at(-1)).toBe(100);
});

test("nothing new begins after the stop", async () => {
  const stop = new AbortController();
  let begun = 0;
  const act = async () => {
    begun += 1;
    if (begun === 10) stop.abort();
    await Promise.resolve();
  };
  const { done } = await forEach(
    Array.from({ length: 1000 }, () => 1),
    act,
    () => {},
    stop.signal,
  );
  expect(begun).toBeLessThan(20);
  expect(done).toBe(begun);
});
