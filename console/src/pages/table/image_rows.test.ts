import { expect, test } from "vitest";
import { imageRows } from "./image_rows";

test("keys come first, and changed attributes are marked", () => {
  const keys = { z: { S: "key" } };
  const rows = imageRows(
    keys,
    { ...keys, b: { N: "1" }, gone: { BOOL: true } },
    { ...keys, b: { N: "2" }, a: { S: "x" } },
  );
  expect(rows.map(({ name, isChanged }) => [name, isChanged])).toEqual([
    ["z", false],
    ["a", true],
    ["b", true],
    ["gone", true],
  ]);
  expect(rows[2]).toMatchObject({ old: "1", new: "2" });
  expect(rows[3]).toMatchObject({ old: "true", new: undefined });
});

test("without images the keys are shown", () => {
  const rows = imageRows({ id: { S: "1" } }, undefined, undefined);
  expect(rows).toEqual([{ name: "id", old: undefined, new: undefined, isChanged: false }]);
});
