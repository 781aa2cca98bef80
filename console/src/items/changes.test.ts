import { describe, expect, test } from "vitest";
import { changesBetween, createOf, moveOf, replaceOf, writeOf } from "./changes";
import { randomItem, seeds } from "./random.fixture";
import type { Item, Value } from "./value";

const KEY = [{ name: "id", type: "S" as const }];

function item(fields: Record<string, string>): Item {
  const entries = Object.entries({ id: "1", ...fields });
  return new Map(entries.map(([name, text]) => [name, { type: "S", text } as const]));
}

test("only changed attributes are written, if they have the values of before", () => {
  const write = writeOf(
    "t",
    KEY,
    item({ a: "1", b: "2", c: "3" }),
    item({ a: "1", b: "5", d: "4" }),
  );
  expect(write).toEqual({
    operation: "UpdateItem",
    unchecked: [],
    input: {
      TableName: "t",
      Key: { id: { S: "1" } },
      UpdateExpression: "SET #0=:n0,#2=:n2 REMOVE #1",
      ConditionExpression: "#0=:0 AND #1=:1 AND attribute_not_exists(#2)",
      ExpressionAttributeNames: { "#0": "b", "#1": "c", "#2": "d" },
      ExpressionAttributeValues: {
        ":0": { S: "2" },
        ":1": { S: "3" },
        ":n0": { S: "5" },
        ":n2": { S: "4" },
      },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  });
});

test.each(seeds(100))("changes lead from one item to the other (seed %i)", (seed) => {
  const before = randomItem(seed);
  const after = randomItem(seed + 5000);
  const result = new Map<string, Value>(before);
  for (const { name, after: value } of changesBetween(before, after)) {
    if (value === undefined) result.delete(name);
    else result.set(name, value);
  }
  expect(new Map([...result].sort())).toEqual(new Map([...after].sort()));
  expect(changesBetween(before, before)).toEqual([]);
});

describe("more changes than one update may check", () => {
  const names = Array.from({ length: 400 }, (_, index) => `attribute ${String(index)}`);
  const before = item(Object.fromEntries(names.map((name) => [name, "old"])));
  const after = item(Object.fromEntries(names.map((name) => [name, "new"])));
  const write = writeOf("t", KEY, before, after);

  test("the whole item is written, and what is not checked is named", () => {
    expect(write.operation).toBe("PutItem");
    expect(write.unchecked.length).toBeGreaterThan(0);
  });

  test("the condition is within the limits of the service", () => {
    const condition = String(write.input.ConditionExpression);
    expect(condition.length).toBeLessThanOrEqual(4096);
    expect(condition.split(" AND ").length * 2).toBeLessThanOrEqual(300);
    expect(condition.split(" AND ").length + write.unchecked.length).toBe(401);
  });

  test("a few changes of a large item are an update", () => {
    const few = new Map(before).set("attribute 7", { type: "N", text: "1" });
    expect(writeOf("t", KEY, before, few).operation).toBe("UpdateItem");
  });
});

test("a new item replaces none, and a move deletes the old one as it was shown", () => {
  const condition = {
    ConditionExpression: "attribute_not_exists(#0)",
    ExpressionAttributeNames: { "#0": "id" },
  };
  expect(createOf("t", KEY, item({}))).toMatchObject({ Item: { id: { S: "1" } }, ...condition });
  const moved = moveOf("t", KEY, item({ a: "x" }), item({ id: "2", a: "x" }));
  expect(moved).toMatchObject({
    TransactItems: [
      { Put: { Item: { id: { S: "2" }, a: { S: "x" } }, ...condition } },
      { Delete: { Key: { id: { S: "1" } }, ConditionExpression: "#0=:0 AND #1=:1" } },
    ],
  });
});

describe("an item is replaced by an earlier version", () => {
  test("if it is still what was shown", () => {
    const write = replaceOf("t", KEY, item({ a: "1", b: "2" }), item({ a: "1", c: "3" }));
    expect(write).toEqual({
      operation: "PutItem",
      unchecked: [],
      input: {
        TableName: "t",
        Item: { id: { S: "1" }, a: { S: "1" }, c: { S: "3" } },
        ConditionExpression: "#0=:0 AND #1=:1 AND attribute_not_exists(#2) AND #3=:3",
        ExpressionAttributeNames: { "#0": "id", "#1": "b", "#2": "c", "#3": "a" },
        ExpressionAttributeValues: { ":0": { S: "1" }, ":1": { S: "2" }, ":3": { S: "1" } },
      },
    });
  });

  test("or if there is still none", () => {
    const { input } = replaceOf("t", KEY, null, item({ a: "1" }));
    expect(input.ConditionExpression).toBe("attribute_not_exists(#0)");
    expect(input.ExpressionAttributeNames).toEqual({ "#0": "id" });
  });

  test("what one condition cannot check is named", () => {
    const names = Array.from({ length: 400 }, (_, index) => `attribute ${String(index)}`);
    const before = item(Object.fromEntries(names.map((name) => [name, "old"])));
    const write = replaceOf("t", KEY, before, item({}));
    const placeholders = Object.keys(write.input.ExpressionAttributeNames as object);
    expect(placeholders.length + write.unchecked.length).toBe(401);
    expect(write.unchecked.length).toBeGreaterThan(200);
    expect(write.unchecked).not.toContain("id");
  });
});
