import { describe, expect, test } from "vitest";
import { isDynamodbJson, isPlainJson, itemText, notPlain, readItem } from "./item_text";
import { randomItem, seeds } from "./random.fixture";
import { isSameItem } from "./value";
import { itemFromWire, itemToWire } from "./wire";

test.each(seeds(200))("an item survives as DynamoDB JSON (seed %i)", (seed) => {
  const item = randomItem(seed);
  expect(readItem(itemText(item, "dynamodb"), "dynamodb")).toEqual(item);
});

test.each(seeds(200))("an item survives the form of the API (seed %i)", (seed) => {
  const item = randomItem(seed);
  const carried: unknown = JSON.parse(JSON.stringify(itemToWire(item)));
  expect(itemFromWire(carried)).toEqual(item);
});

test.each(seeds(200))("without sets and binary it survives as plain JSON (seed %i)", (seed) => {
  const item = randomItem(seed, true);
  expect(notPlain(item)).toEqual([]);
  expect(readItem(itemText(item, "plain"), "plain")).toEqual(item);
});

test("a number keeps its 38 digits in both notations", () => {
  const digits = "1.2345678901234567890123456789012345678";
  const item = readItem(`{"n": ${digits}}`, "plain");
  expect(item.get("n")).toEqual({ type: "N", text: digits });
  expect(itemText(item, "plain")).toContain(digits);
});

test("what plain JSON cannot hold is named, also deep inside", () => {
  const text = '{"a":{"SS":["x"]},"b":{"L":[{"M":{"c":{"B":"AA=="}}}]},"d":{"S":"x"}}';
  const item = readItem(text, "dynamodb");
  expect(notPlain(item)).toEqual(["a (String set)", "b[0].c (Binary)"]);
  expect(() => itemText(item, "plain")).toThrow("Plain JSON cannot hold a String set.");
});

describe("recognising the notation", () => {
  test("plain JSON", () => {
    expect(isPlainJson('{"id": "1", "n": 2}')).toBe(true);
    expect(isPlainJson('{"id": {"S": "1"}}')).toBe(false);
    expect(isPlainJson('{"id": ')).toBe(false);
  });

  test("DynamoDB JSON", () => {
    expect(isDynamodbJson('{"id": {"S": "1"}}')).toBe(true);
    expect(isDynamodbJson('{"id": {"S": 1}}')).toBe(false);
    expect(isDynamodbJson("{}")).toBe(false);
  });
});

test.each([
  ['{"a":{"N":1}}', 'The attribute a must be text: "1".'],
  ['{"a":{"N":"x"}}', "The attribute a is no number"],
  ['{"a":{"B":"%"}}', "The attribute a is no Binary"],
  ['{"a":{"S":"x","N":"1"}}', "The attribute a is not in DynamoDB JSON"],
  ['{"a":{"L":[{"X":1}]}}', "The attribute a[0] is not in DynamoDB JSON"],
  ['{"a":{"M":{"b":{"NULL":false}}}}', "The attribute a.b must be"],
  ['{"a":{"SS":"x"}}', 'must be an array after "SS"'],
  ["[]", "An item is a JSON object"],
])("%s is explained", (text, message) => {
  expect(() => readItem(text, "dynamodb")).toThrow(message);
});

test("the order of a set does not matter, that of a list does", () => {
  const read = (text: string) => readItem(text, "dynamodb");
  const same = (one: string, other: string) => isSameItem(read(one), read(other));
  expect(same('{"a":{"SS":["x","y"]}}', '{"a":{"SS":["y","x"]}}')).toBe(true);
  expect(same('{"a":{"L":[{"S":"x"},{"S":"y"}]}}', '{"a":{"L":[{"S":"y"},{"S":"x"}]}}')).toBe(
    false,
  );
  expect(same('{"a":{"S":"1"}}', '{"a":{"N":"1"}}')).toBe(false);
});
