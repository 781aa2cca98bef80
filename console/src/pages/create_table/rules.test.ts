import { describe, expect, test } from "vitest";
import { NEW_TABLE, newIndex } from "./draft";
import type { GlobalIndexDraft, TableDraft, VectorIndexDraft } from "./draft";
import { capacityErrors, indexErrors, tableErrors } from "./rules";

const VALID: TableDraft = {
  ...NEW_TABLE,
  name: "Music",
  partition: { name: "Singers", type: "S" },
};
const GLOBAL = { ...newIndex("global"), name: "Albums-index" } as GlobalIndexDraft;
const VECTOR = { ...newIndex("vector"), name: "near", attribute: "v" } as VectorIndexDraft;

describe("a table", () => {
  test("that is complete has no error", () => expect(tableErrors(VALID)).toEqual({}));

  test.each([
    ["name", { name: "ab" }],
    ["name", { name: "a b c" }],
    ["partition.name", { partition: { name: "", type: "S" } }],
    ["sort.name", { sort: { name: "Singers", type: "S" } }],
    ["sort.name", { sort: { name: "ä".repeat(128), type: "S" } }],
    ["tags", { tags: [{ key: "", value: "x" }] }],
    [
      "tags",
      {
        tags: [
          { key: "a", value: "" },
          { key: "a", value: "" },
        ],
      },
    ],
  ] as const)("has an error under %s for %j", (path, change) => {
    expect(Object.keys(tableErrors({ ...VALID, ...change }))).toEqual([path]);
  });

  test.each([
    ["capacity.read", { capacity: { ...VALID.capacity, mode: "PROVISIONED", read: "0" } }],
    ["warmRead", { warmRead: "many" }],
    ["encryption.key", { encryption: { kind: "customer", key: " " } }],
    ["indexes", { indexes: [newIndex("local")] }],
    ["indexes", { indexes: [VECTOR], capacity: { ...VALID.capacity, mode: "PROVISIONED" } }],
  ] as const)("with customized settings has an error under %s", (path, change) => {
    const draft = { ...VALID, ...change };
    expect(tableErrors(draft)).toEqual({});
    expect(Object.keys(tableErrors({ ...draft, isCustomized: true }))).toEqual([path]);
  });
});

describe("an index", () => {
  test("needs a name that no other has, and key attributes", () => {
    expect(Object.keys(indexErrors(GLOBAL, ["Albums-index"]))).toEqual(["name", "partition.0"]);
  });

  test("has each attribute once", () => {
    const key = { name: "a", type: "S" } as const;
    const errors = indexErrors({ ...GLOBAL, partition: [key], sort: [key, key] }, []);
    expect(Object.keys(errors)).toEqual(["sort.1"]);
  });

  test("that includes attributes names them", () => {
    const index = { ...VECTOR, dimensions: "3", projection: { kind: "INCLUDE", included: [] } };
    expect(Object.keys(indexErrors(index as VectorIndexDraft, []))).toEqual(["projection"]);
  });

  test.each(["", "0", "4097", "1.5"])("of vectors with %j dimensions is refused", (dimensions) => {
    expect(Object.keys(indexErrors({ ...VECTOR, dimensions }, []))).toEqual(["dimensions"]);
  });
});

test("maximum units may be empty", () => {
  expect(capacityErrors(VALID.capacity)).toEqual({});
  expect(Object.keys(capacityErrors({ ...VALID.capacity, maxRead: "-1" }))).toEqual(["maxRead"]);
});
