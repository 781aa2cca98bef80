import { expect, test } from "vitest";
import type { Load } from "./calculator";
import { readUnits, writeUnits } from "./calculator";

const LOAD: Load = {
  itemSize: 2,
  readsPerSecond: 100,
  writesPerSecond: 50,
  readConsistency: "eventual",
  writeConsistency: "standard",
};

test("items of 2 KB, 100 eventual reads and 50 writes per second need 50 and 100 units", () => {
  expect(readUnits(LOAD)).toBe(50);
  expect(writeUnits(LOAD)).toBe(100);
});

test("a strongly consistent read needs twice as much, a transaction twice as much again", () => {
  expect(readUnits({ ...LOAD, readConsistency: "strong" })).toBe(100);
  expect(readUnits({ ...LOAD, readConsistency: "transactional" })).toBe(200);
  expect(writeUnits({ ...LOAD, writeConsistency: "transactional" })).toBe(200);
});

test("sizes are rounded up to whole units", () => {
  expect(readUnits({ ...LOAD, itemSize: 4.1, readsPerSecond: 1 })).toBe(1);
  expect(readUnits({ ...LOAD, itemSize: 8.1, readsPerSecond: 1 })).toBe(2);
  expect(writeUnits({ ...LOAD, itemSize: 1.5, writesPerSecond: 1 })).toBe(2);
  expect(writeUnits({ ...LOAD, itemSize: 0, writesPerSecond: 3 })).toBe(3);
});
