import { expect, test } from "vitest";
import type { TableDraft } from "./draft";
import { ALL_ATTRIBUTES, NEW_TABLE, NO_KEY, suggestedName } from "./draft";
import { createTableInput } from "./request";

const SIMPLE: TableDraft = {
  ...NEW_TABLE,
  name: "Music",
  partition: { name: "Singers", type: "S" },
  sort: { name: "Songs", type: "N" },
};

test("the default settings ask for nothing but the key and on-demand capacity", () => {
  expect(createTableInput(SIMPLE)).toEqual({
    TableName: "Music",
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: "Singers", KeyType: "HASH" },
      { AttributeName: "Songs", KeyType: "RANGE" },
    ],
    AttributeDefinitions: [
      { AttributeName: "Singers", AttributeType: "S" },
      { AttributeName: "Songs", AttributeType: "N" },
    ],
  });
});

test("customized settings are all in the request, and an attribute is defined once", () => {
  const input = createTableInput({
    ...SIMPLE,
    isCustomized: true,
    tableClass: "STANDARD_INFREQUENT_ACCESS",
    capacity: { ...SIMPLE.capacity, mode: "PROVISIONED", read: "7", write: "8" },
    isProtected: true,
    tags: [{ key: "team", value: "a" }],
    encryption: { kind: "customer", key: "alias/mine" },
    indexes: [
      {
        kind: "global",
        name: "many",
        partition: [
          { name: "Songs", type: "N" },
          { name: "Year", type: "N" },
        ],
        sort: [{ name: "Album", type: "S" }],
        projection: { kind: "INCLUDE", included: ["Length"] },
      },
      { kind: "local", name: "own", sort: { name: "Year", type: "N" }, projection: ALL_ATTRIBUTES },
    ],
  });
  expect(input.AttributeDefinitions?.map((each) => each.AttributeName)).toEqual([
    "Singers",
    "Songs",
    "Year",
    "Album",
  ]);
  const units = { ReadCapacityUnits: 7, WriteCapacityUnits: 8 };
  expect(input.ProvisionedThroughput).toEqual(units);
  expect(input.GlobalSecondaryIndexes).toEqual([
    {
      IndexName: "many",
      KeySchema: [
        { AttributeName: "Songs", KeyType: "HASH" },
        { AttributeName: "Year", KeyType: "HASH" },
        { AttributeName: "Album", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["Length"] },
      ProvisionedThroughput: units,
    },
  ]);
  expect(input.LocalSecondaryIndexes?.[0]?.KeySchema?.[0]?.AttributeName).toBe("Singers");
  expect(input.SSESpecification).toEqual({
    Enabled: true,
    SSEType: "KMS",
    KMSMasterKeyId: "alias/mine",
  });
  expect(input).toMatchObject({
    DeletionProtectionEnabled: true,
    TableClass: "STANDARD_INFREQUENT_ACCESS",
  });
  expect(input.Tags).toEqual([{ Key: "team", Value: "a" }]);
});

test("a vector index has its filters in the search schema and defines their types", () => {
  const input = createTableInput({
    ...SIMPLE,
    isCustomized: true,
    capacity: { ...SIMPLE.capacity, maxRead: "10" },
    indexes: [
      {
        kind: "vector",
        name: "near",
        attribute: "v",
        dimensions: "3",
        distance: "EUCLIDEAN",
        partition: NO_KEY,
        filters: [{ name: "genre", type: "S" }],
        projection: { kind: "KEYS_ONLY", included: [] },
      },
    ],
  });
  expect(input.OnDemandThroughput).toEqual({ MaxReadRequestUnits: 10, MaxWriteRequestUnits: -1 });
  expect(input.VectorIndexes).toEqual([
    {
      IndexName: "near",
      VectorAttribute: { AttributeName: "v" },
      Dimensions: 3,
      DistanceFunction: "EUCLIDEAN",
      Projection: { ProjectionType: "KEYS_ONLY" },
      SearchSchema: [{ AttributeName: "genre", SearchSchemaElementType: "INLINE_FILTER" }],
    },
  ]);
  expect(input.AttributeDefinitions?.at(-1)?.AttributeName).toBe("genre");
});

test("an index gets a name from its attributes", () => {
  const key = { name: "Release year", type: "N" } as const;
  expect(suggestedName({ kind: "local", name: "", sort: key, projection: ALL_ATTRIBUTES })).toBe(
    "Release-year-index",
  );
  expect(suggestedName({ kind: "local", name: "", sort: NO_KEY, projection: ALL_ATTRIBUTES })).toBe(
    "",
  );
});
