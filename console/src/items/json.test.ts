import { describe, expect, test } from "vitest";
import type { Json } from "./json";
import { parseJson, TextProblem, writeJson } from "./json";
import { randomJson, seeds } from "./random.fixture";

describe("numbers", () => {
  test.each(["12345678901234567890123456789012345678", "1e400", "-0", "1.10", "0.1E-130"])(
    "%s stays as it is written",
    (text) => {
      expect(writeJson(parseJson(text))).toBe(text);
    },
  );
});

test("any name survives", () => {
  const text = '{"__proto__":{"toString":1},"constructor":2,"":3}';
  expect(writeJson(parseJson(text), true)).toBe(text);
});

test.each(seeds(200))("random values survive writing and reading (seed %i)", (seed) => {
  const json: Json = randomJson(seed);
  expect(parseJson(writeJson(json))).toEqual(json);
  expect(parseJson(writeJson(json, true))).toEqual(json);
});

test.each(seeds(100))("JSON.parse reads the same from both forms (seed %i)", (seed) => {
  const json = randomJson(seed);
  const parsed: unknown = JSON.parse(writeJson(json));
  expect(parsed).toEqual(JSON.parse(writeJson(json, true)));
});

test.each([
  ["", 1, 1],
  ["{", 1, 2],
  ['{"a":1,\n  "a":2}', 2, 3],
  ["[1,]", 1, 4],
  ['{"a" 1}', 1, 6],
  ["[1] 2", 1, 5],
  ["01", 1, 2],
  ['"\u0001"', 1, 1],
  ["nul", 1, 1],
  ["[NaN]", 1, 2],
])("%j is refused at its place", (text, line, column) => {
  try {
    parseJson(text);
    expect.unreachable();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(TextProblem);
    expect(thrown).toMatchObject({ line, column });
  }
});

test("a text that is nested very deeply is refused and does not end the page", () => {
  expect(() => parseJson("[".repeat(100_000))).toThrow("nested too deeply");
});
