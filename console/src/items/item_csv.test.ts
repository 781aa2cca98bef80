import { describe, expect, test } from "vitest";
import { parseCsv, writeCsv } from "./csv";
import { itemsFromCsv, itemsToCsv } from "./item_csv";
import { itemsFromJson, itemsToJson } from "./item_files";
import { randomItem, seeds } from "./random.fixture";
import type { Item } from "./value";

const noTypes = () => undefined;

function itemOf(fields: Record<string, string>): Item {
  return new Map(Object.entries(fields).map(([name, text]) => [name, { type: "S", text }]));
}

describe.each([true, false])("with marks of formulas: %s", (marks) => {
  test.each(seeds(100))("items survive CSV (seed %i)", (seed) => {
    const items = [randomItem(seed), randomItem(seed + 1000), randomItem(seed + 2000)];
    const text = itemsToCsv(items, ["name"], marks);
    const read = itemsFromCsv(text, noTypes, marks);
    expect(read.map(({ item }) => new Map([...(item ?? [])].sort()))).toEqual(
      items.map((item) => new Map([...item].sort())),
    );
  });
});

test.each(seeds(100))("items survive JSON (seed %i)", (seed) => {
  const items = [randomItem(seed), randomItem(seed + 1000)];
  expect(itemsFromJson(itemsToJson(items)).map(({ item }) => item)).toEqual(items);
});

test("JSON files of other tools are read", () => {
  const item = itemOf({ id: "1" });
  const line = '{"Item":{"id":{"S":"1"}}}';
  expect(itemsFromJson(`${line}\n${line}\n`).map((row) => row.item)).toEqual([item, item]);
  expect(itemsFromJson(line)[0]?.item).toEqual(item);
  expect(itemsFromJson('[{"id":{"S":"1"}}]')[0]?.item).toEqual(item);
  expect(itemsFromJson('{"Item":{"S":"1"}}')[0]?.item).toEqual(itemOf({ Item: "1" }));
});

test("only text gets the mark of a formula", () => {
  const item: Item = new Map([
    ["id", { type: "S", text: "=cmd()" }],
    ["n", { type: "N", text: "-5" }],
    ["=name", { type: "S", text: "@x" }],
  ]);
  expect(itemsToCsv([item], ["id"])).toBe("id (S),n (N),'=name (S)\r\n'=cmd(),-5,'@x\r\n");
  expect(itemsToCsv([item], ["id"], false)).toBe("id (S),n (N),=name (S)\r\n=cmd(),-5,@x\r\n");
});

test("an attribute with two types has two columns", () => {
  const items: Item[] = [
    new Map([["a", { type: "S", text: "x" }]]),
    new Map([["a", { type: "N", text: "1" }]]),
  ];
  expect(itemsToCsv(items, [])).toBe("a (S),a (N)\r\nx,\r\n,1\r\n");
});

test("a header without a type is a key as the table says, or a String", () => {
  const [row] = itemsFromCsv("id,other\n7,8\n", (name) => (name === "id" ? "N" : undefined));
  expect(row?.item).toEqual(
    new Map([
      ["id", { type: "N", text: "7" }],
      ["other", { type: "S", text: "8" }],
    ]),
  );
});

test("each row that cannot be read says why", () => {
  const text = "id (S),n (N),ok (BOOL)\na,x,\nb,1,maybe\nc,2,TRUE\nd,1,true,more\n";
  expect(
    itemsFromCsv(text, noTypes).map(({ row, problem }) => [row, problem !== undefined]),
  ).toEqual([
    [2, true],
    [3, true],
    [4, false],
    [5, true],
  ]);
});

test("the form of CSV", () => {
  const rows = [
    ["a", undefined, ""],
    ['say "x", y', "two\r\nlines", " b "],
  ];
  expect(parseCsv(writeCsv(rows))).toEqual(rows);
  expect(parseCsv("\uFEFFa,b\n\n1,2")).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
  expect(() => parseCsv('a\n"x')).toThrow("Line 2");
  expect(() => parseCsv('"x"y')).toThrow("Line 1");
});
