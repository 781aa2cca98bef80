import { expect, test } from "vitest";
import { tagKeys, tagValues, taggedNames } from "./tags_of_tables";

const TABLES = [
  {
    name: "one",
    tags: [
      { Key: "team", Value: "red" },
      { Key: "stage", Value: "test" },
    ],
  },
  { name: "two", tags: [{ Key: "team", Value: "blue" }] },
  { name: "three", tags: [] },
];

test("keys and values are listed once, in their order", () => {
  expect(tagKeys(TABLES)).toEqual(["stage", "team"]);
  expect(tagValues(TABLES, undefined)).toEqual(["blue", "red", "test"]);
  expect(tagValues(TABLES, "team")).toEqual(["blue", "red"]);
});

test.each([
  ["team", undefined, ["one", "two"]],
  ["team", "red", ["one"]],
  [undefined, "test", ["one"]],
  ["stage", "red", []],
])("key %s and value %s", (key, value, names) => {
  expect([...taggedNames(TABLES, { key, value })]).toEqual(names);
});
