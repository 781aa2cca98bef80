import { expect, test } from "vitest";
import { dollars, dollarsPerDay, dollarText, estimate, partsOf } from "./cost";
import type { Source } from "./sources";

const SOURCE: Source = {
  name: "",
  kind: "table",
  partition: [],
  sort: [],
  inline: [],
  dimensions: 0,
  isWhole: true,
  itemCount: 10_000,
  sizeBytes: 10_000 * 400,
};

const EVENTUAL = { isConsistent: false, pageItems: 50, parts: 1 };
const CONSISTENT = { ...EVENTUAL, isConsistent: true };

test("a page of 50 items of 400 bytes is five times 4 KB, half of it if eventual", () => {
  expect(estimate(SOURCE, CONSISTENT)).toEqual({ page: 5, whole: 977 });
  expect(estimate(SOURCE, EVENTUAL)).toEqual({ page: 2.5, whole: 488.5 });
});

test("a page has at most 1 MB", () => {
  expect(estimate(SOURCE, { ...CONSISTENT, pageItems: undefined }).page).toBe(256);
});

test("a scan of a small table costs a unit for each part that it visits", () => {
  const small = { ...SOURCE, itemCount: 40, sizeBytes: 4000 };
  const scan = { ...EVENTUAL, parts: 4 };
  expect(estimate(small, scan)).toEqual({ page: 2, whole: 2 });
  expect(estimate(small, { ...scan, isConsistent: true })).toEqual({ page: 4, whole: 4 });
  expect(estimate(small, { ...scan, pageItems: 15 })).toEqual({ page: 1, whole: 2 });
  expect(estimate({ ...small, itemCount: 0, sizeBytes: 0 }, scan)).toEqual({ page: 2, whole: 2 });
});

test("only a scan of an on-demand table visits four parts", () => {
  expect(partsOf(SOURCE, true, true)).toBe(4);
  expect(partsOf(SOURCE, true, false)).toBe(1);
  expect(partsOf(SOURCE, false, true)).toBe(1);
  expect(partsOf({ ...SOURCE, kind: "global" }, true, true)).toBe(1);
});

test("nothing is known of a table without a size", () => {
  expect(estimate({ ...SOURCE, sizeBytes: undefined }, CONSISTENT).page).toBeUndefined();
});

test("money", () => {
  expect(dollars(1e6, "STANDARD")).toBeCloseTo(0.125);
  expect(dollars(1e6, "STANDARD_INFREQUENT_ACCESS")).toBeCloseTo(0.155);
  expect(dollarsPerDay(10, 100, "STANDARD")).toBeCloseTo(10.8);
  expect([0, 10.8, 0.0000003141, 1234.5].map(dollarText)).toEqual([
    "$0",
    "$10.80",
    "$0.000000314",
    "$1234.50",
  ]);
});
