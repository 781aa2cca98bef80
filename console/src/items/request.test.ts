import { describe, expect, test } from "vitest";
import type { QueryForm } from "./query";
import { EMPTY_FILTER, EMPTY_FORM, formFromSearch, formToSearch } from "./query";
import { planRead } from "./request";
import type { Source } from "./sources";

const TABLE: Source = {
  name: "",
  kind: "table",
  partition: [{ name: "pk", type: "S" }],
  sort: [{ name: "sk", type: "N" }],
  inline: [],
  dimensions: 0,
  isWhole: true,
  itemCount: 0,
  sizeBytes: 0,
};
const INDEX: Source = {
  ...TABLE,
  name: "wide",
  kind: "global",
  partition: [
    { name: "a", type: "S" },
    { name: "b", type: "N" },
  ],
  sort: [
    { name: "c", type: "S" },
    { name: "d", type: "S" },
  ],
};
const VECTORS: Source = {
  ...TABLE,
  name: "near",
  kind: "vector",
  partition: [{ name: "tenant", type: "S" }],
  sort: [],
  inline: [{ name: "colour", type: "S" }],
  dimensions: 3,
};

function plan(form: Partial<QueryForm>, source = TABLE) {
  return planRead("t", { ...EMPTY_FORM, ...form }, source);
}

test("an empty form is a scan", () => {
  expect(plan({}).request).toEqual({ operation: "Scan", input: { TableName: "t" } });
});

test("a query with a range, a filter and a projection shares its names", () => {
  const { request, problems } = plan({
    operation: "query",
    partition: ["x"],
    sort: [{ condition: "between", value: "1", second: "2" }],
    isDescending: true,
    isConsistent: true,
    projection: ["pk", "a.b[0]", '"a.b"'],
    filters: [
      { ...EMPTY_FILTER, path: "a.b", condition: "not_contains", value: "z" },
      { ...EMPTY_FILTER, path: "pk", condition: "exists" },
    ],
  });
  expect(problems.size).toBe(0);
  expect(request).toEqual({
    operation: "Query",
    input: {
      TableName: "t",
      KeyConditionExpression: "#n0 = :v0 AND #n1 BETWEEN :v1 AND :v2",
      ScanIndexForward: false,
      ConsistentRead: true,
      FilterExpression: "NOT contains(#n2.#n3, :v3) AND attribute_exists(#n0)",
      ProjectionExpression: "#n0, #n2.#n3[0], #n4",
      ExpressionAttributeNames: { "#n0": "pk", "#n1": "sk", "#n2": "a", "#n3": "b", "#n4": "a.b" },
      ExpressionAttributeValues: {
        ":v0": { S: "x" },
        ":v1": { N: "1" },
        ":v2": { N: "2" },
        ":v3": { S: "z" },
      },
    },
  });
});

describe("an index with several attributes in its key", () => {
  const equal = (value: string) => ({ condition: "=" as const, value, second: "" });

  test("equality from the left, a range at the end", () => {
    const form = {
      operation: "query" as const,
      partition: ["x", "1"],
      sort: [equal("c"), { ...equal("d"), condition: "begins_with" as const }],
      isConsistent: true,
    };
    const input = plan(form, INDEX).request?.input;
    expect(input).toMatchObject({
      IndexName: "wide",
      KeyConditionExpression: "#n0 = :v0 AND #n1 = :v1 AND #n2 = :v2 AND begins_with(#n3, :v3)",
    });
    // A global secondary index has no consistent reads.
    expect(input).not.toHaveProperty("ConsistentRead");
  });

  test("a gap is refused", () => {
    const sort = [equal(""), equal("d")];
    const { problems } = plan({ operation: "query", partition: ["x", "1"], sort }, INDEX);
    expect([...problems.keys()]).toEqual(["sort.1"]);
  });
});

test("a search has its vector and its conditions", () => {
  const form = { operation: "search" as const, partition: ["acme", ""], vector: "[1, 0.5,-2]" };
  expect(plan(form, VECTORS).request).toEqual({
    operation: "SearchVectors",
    input: {
      TableName: "t",
      IndexName: "near",
      SearchVector: [{ N: "1" }, { N: "0.5" }, { N: "-2" }],
      TopK: 10,
      SearchConditionExpression: "#n0 = :v0",
      ExpressionAttributeNames: { "#n0": "tenant" },
      ExpressionAttributeValues: { ":v0": { S: "acme" } },
    },
  });
  const bad = plan({ ...form, vector: "1,2", topK: "x", partition: [] }, VECTORS);
  expect([...bad.problems.keys()]).toEqual(["vector", "topK", "partition.0"]);
});

test("what is wrong is said at its control, and there is no request", () => {
  const planned = plan({
    operation: "query",
    partition: [""],
    sort: [{ condition: "=", value: "x", second: "" }],
    projection: ["a..b"],
    filters: [
      { ...EMPTY_FILTER, path: "", value: "1" },
      { ...EMPTY_FILTER, path: "a", type: "N", value: "x" },
      { ...EMPTY_FILTER, path: "a", type: "B", value: "x" },
      { ...EMPTY_FILTER, path: "a", type: "BOOL", condition: "<" },
      { ...EMPTY_FILTER, path: "a", type: "N", value: "1", condition: "begins_with" },
    ],
  });
  expect(planned.request).toBeUndefined();
  expect([...planned.problems.keys()]).toEqual([
    "partition.0",
    "sort.0",
    "filter.0.path",
    "filter.1.value",
    "filter.2.value",
    "filter.3.type",
    "filter.4.type",
    "projection.0",
  ]);
});

describe("the address", () => {
  const form: QueryForm = {
    operation: "query",
    index: "by&=?#",
    partition: ["ü", ""],
    sort: [{ condition: "between", value: '"', second: "z" }],
    isDescending: true,
    isConsistent: true,
    projection: ["a.b", '"x,y"'],
    filters: [{ path: "p", condition: "not_exists", type: "BOOL", value: "%", second: "" }],
    vector: "1,2",
    topK: "5",
  };

  test("keeps the whole form", () => {
    expect(formFromSearch(`?${formToSearch(form)}`)).toEqual(form);
  });

  test("of an empty form is empty", () => {
    expect(formToSearch(EMPTY_FORM)).toBe("");
    expect(formFromSearch("")).toEqual(EMPTY_FORM);
  });

  test("may contain anything, and is then as an empty form", () => {
    const hostile = "?operation=drop&sort=x&sort=[1,{}]&filter=%00&projection=7&partition=a";
    const read = formFromSearch(hostile);
    expect(read.operation).toBe("scan");
    expect(read.sort).toHaveLength(2);
    expect(read.filters).toEqual([EMPTY_FILTER]);
    expect(read.projection).toEqual([]);
  });
});
