import { expect, test } from "vitest";
import { globalRows, localRows, vectorRows } from "./index_rows";

const TABLE = {
  AttributeDefinitions: [
    { AttributeName: "a", AttributeType: "S" as const },
    { AttributeName: "b", AttributeType: "N" as const },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: "global",
      IndexStatus: "CREATING" as const,
      Backfilling: true,
      KeySchema: [
        { AttributeName: "a", KeyType: "HASH" as const },
        { AttributeName: "b", KeyType: "HASH" as const },
      ],
      Projection: { ProjectionType: "INCLUDE" as const, NonKeyAttributes: ["c", "d"] },
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
    },
  ],
  LocalSecondaryIndexes: [{ IndexName: "local", Projection: { ProjectionType: "ALL" as const } }],
  VectorIndexes: [
    {
      IndexName: "near",
      VectorAttribute: { AttributeName: "v" },
      Dimensions: 3,
      DistanceFunction: "DOT_PRODUCT" as const,
      SearchSchema: [
        { AttributeName: "a", SearchSchemaElementType: "HASH" as const },
        { AttributeName: "b", SearchSchemaElementType: "INLINE_FILTER" as const },
      ],
      Projection: { ProjectionType: "KEYS_ONLY" as const },
    },
  ],
};

test("a global index shows all parts of its key, its projection and its state", () => {
  expect(globalRows(TABLE)).toMatchObject([
    {
      name: "global",
      status: "CREATING",
      isBackfilling: true,
      partition: "a (S), b (N)",
      sort: "-",
      capacity: "1 read, 2 write",
      projection: "Include: c, d",
    },
  ]);
});

test("a local index has no status of its own", () => {
  expect(localRows(TABLE)).toMatchObject([{ name: "local", status: undefined, projection: "All" }]);
});

test("a vector index shows its attribute and what a search may use", () => {
  expect(vectorRows(TABLE)).toMatchObject([
    {
      vector: "v: 3 dimensions, dot product",
      partition: "a (S)",
      filters: "b (N)",
      projection: "Only keys",
    },
  ]);
});

test("a table without indexes has no rows", () => {
  expect([globalRows({}), localRows({}), vectorRows({})]).toEqual([[], [], []]);
});
