import { expect, test } from "vitest";
import { dollars, dollarsPerDay, dollarText, estimate } from "./cost";
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

test("a page of 50 items of 400 bytes is five times 4 KB, half of it if eventual", () => {
  expect(estimate(SOURCE, true, 50)).toEqual({ page: 5, whole: 977 });
  expect(estimate(SOURCE, false, 50)).toEqual({ page: 2.5, whole: 488.5 });
});

test("a page has at most 1 MB", () => {
  expect(estimate(SOURCE, true, undefined).page).toBe(256);
});

test("nothing is known of an empty table", () => {
  expect(estimate({ ...SOURCE, itemCount: 0 }, true, 50).whole).toBeUndefined();
  expect(estimate({ ...SOURCE, sizeBytes: undefined }, true, 50).page).toBeUndefined();
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
