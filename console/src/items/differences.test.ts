import { describe, expect, test } from "vitest";
import { differencesBetween, shortText } from "./differences";
import { readItem } from "./item_text";
import { randomItem, seeds } from "./random.fixture";

function differences(before: string, after: string) {
  return differencesBetween(readItem(before, "plain"), readItem(after, "plain")).map(
    ({ path, kind, before: old, after: now }) =>
      [path, kind, old && shortText(old), now && shortText(now)] as const,
  );
}

describe("differences", () => {
  test("attributes are added, changed and removed", () => {
    expect(differences('{"a": 1, "b": "x", "c": true}', '{"d": null, "a": 1, "b": "y"}')).toEqual([
      ["d", "added", undefined, "null"],
      ["b", "changed", '"x"', '"y"'],
      ["c", "removed", "true", undefined],
    ]);
  });

  test("another type is another value", () => {
    expect(differences('{"a": 1}', '{"a": "1"}')).toEqual([["a", "changed", "1", '"1"']]);
    expect(differences('{"a": [1]}', '{"a": {"b": 1}}')).toEqual([
      ["a", "changed", '{"L":[{"N":"1"}]}', '{"M":{"b":{"N":"1"}}}'],
    ]);
  });

  test("maps and lists are compared inside", () => {
    const before = '{"m": {"a": {"b.c": 1, "d": 2}}, "l": [1, {"x": 1}, 3]}';
    const after = '{"m": {"a": {"b.c": 2, "d": 2}}, "l": [1, {"x": 2}]}';
    expect(differences(before, after)).toEqual([
      ['m.a."b.c"', "changed", "1", "2"],
      ["l[1].x", "changed", "1", "2"],
      ["l[2]", "removed", "3", undefined],
    ]);
  });

  test("the order of a set does not matter", () => {
    const before = readItem('{"s": {"SS": ["a", "b"]}}', "dynamodb");
    const after = readItem('{"s": {"SS": ["b", "a"]}}', "dynamodb");
    expect(differencesBetween(before, after)).toEqual([]);
  });

  test.each(seeds(50))(
    "an item does not differ from itself, nor by direction (seed %i)",
    (seed) => {
      const one = randomItem(seed);
      const other = randomItem(seed + 5000);
      expect(differencesBetween(one, one)).toEqual([]);
      const paths = differencesBetween(one, other).map(({ path }) => path);
      const back = differencesBetween(other, one).map(({ path }) => path);
      expect([...paths].sort()).toEqual([...back].sort());
    },
  );
});
