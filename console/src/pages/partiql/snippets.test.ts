import { describe, expect, it } from "vitest";
import { EMPTY_QUERY, parametersOf } from "./query";
import { keyOf } from "@/items/sources";
import { appended, dropItem, insertItem, queryTable, scanTable, setItem } from "./snippets";

const KEY = keyOf({
  KeySchema: [
    { AttributeName: 'a"b', KeyType: "HASH" },
    { AttributeName: "it's", KeyType: "RANGE" },
  ],
  AttributeDefinitions: [
    { AttributeName: "it's", AttributeType: "N" },
    { AttributeName: 'a"b', AttributeType: "S" },
  ],
});

describe("snippets", () => {
  it("quote names and have a typed parameter for each value", () => {
    const condition = `WHERE "a""b" = ? AND "it's" = ?`;
    expect(scanTable("t").text).toBe('SELECT * FROM "t"');
    expect(queryTable("t", KEY).text).toBe(`SELECT * FROM "t"\n${condition}`);
    expect(insertItem("t", KEY).text).toBe(`INSERT INTO "t"\nVALUE {'a"b': ?, 'it''s': ?}`);
    expect(setItem("t", KEY).text).toBe(`UPDATE "t"\nSET "attributeName" = ?\n${condition}`);
    expect(dropItem("t", KEY).text).toBe(`DELETE FROM "t"\n${condition}`);
    expect(parametersOf(queryTable("t", KEY)).map(({ type }) => type)).toEqual(["S", "N"]);
    expect(parametersOf(setItem("t", KEY))).toHaveLength(3);
  });
});

describe("appended", () => {
  it("makes a batch of two statements", () => {
    const first = appended(EMPTY_QUERY, queryTable("t", KEY));
    expect(first.mode).toBe("single");
    const both = appended(first, dropItem("t", KEY));
    expect(both.mode).toBe("batch");
    expect(both.text).toContain(";\nDELETE");
    expect(parametersOf(both).map(({ type }) => type)).toEqual(["S", "N", "S", "N"]);
  });
});
