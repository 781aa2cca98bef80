import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import type { Requests } from "./clone";
import { cloneInput, copyItems } from "./clone";

const KEY = [{ AttributeName: "id", KeyType: "HASH" as const }];
const TABLE: TableDescription = {
  TableName: "old",
  TableStatus: "ACTIVE",
  ItemCount: 5,
  KeySchema: KEY,
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
  ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
  DeletionProtectionEnabled: true,
};

test("the clone has the settings that CreateTable takes, and no others", () => {
  expect(cloneInput(TABLE, "new", false)).toEqual({
    TableName: "new",
    KeySchema: KEY,
    AttributeDefinitions: TABLE.AttributeDefinitions,
    BillingMode: "PAY_PER_REQUEST",
  });
});

test("indexes, units, stream, class and key are cloned without their states", () => {
  const index = { IndexName: "i", KeySchema: KEY, Projection: { ProjectionType: "ALL" as const } };
  const units = { ReadCapacityUnits: 3, WriteCapacityUnits: 4 };
  const counted = { ...units, NumberOfDecreasesToday: 1 };
  const input = cloneInput(
    {
      ...TABLE,
      BillingModeSummary: undefined,
      ProvisionedThroughput: counted,
      GlobalSecondaryIndexes: [
        { ...index, IndexStatus: "ACTIVE", ItemCount: 1, ProvisionedThroughput: counted },
      ],
      LocalSecondaryIndexes: [{ ...index, IndexArn: "arn", ItemCount: 1 }],
      VectorIndexes: [
        {
          IndexName: "v",
          VectorAttribute: { AttributeName: "v" },
          Dimensions: 2,
          DistanceFunction: "COSINE",
          Backfilling: true,
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
      TableClassSummary: { TableClass: "STANDARD_INFREQUENT_ACCESS" },
      SSEDescription: { SSEType: "KMS", KMSMasterKeyArn: "arn:key" },
    },
    "new",
    false,
  );
  expect(input).toMatchObject({
    BillingMode: "PROVISIONED",
    ProvisionedThroughput: units,
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    TableClass: "STANDARD_INFREQUENT_ACCESS",
    SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: "arn:key" },
  });
  expect(input.GlobalSecondaryIndexes).toEqual([{ ...index, ProvisionedThroughput: units }]);
  expect(input.LocalSecondaryIndexes).toEqual([index]);
  expect(input.VectorIndexes).toEqual([
    {
      IndexName: "v",
      VectorAttribute: { AttributeName: "v" },
      Dimensions: 2,
      DistanceFunction: "COSINE",
      Projection: { ProjectionType: "ALL" },
    },
  ]);
});

test("a key that AWS manages is not named", () => {
  const table = { ...TABLE, SSEDescription: { SSEType: "KMS", KMSMasterKeyArn: "arn" } } as const;
  expect(cloneInput(table, "new", true).SSESpecification).toEqual({
    Enabled: true,
    SSEType: "KMS",
  });
});

/** A table with two pages of 30 items. The first batch is processed in part. */
function sixtyItems() {
  const written: object[] = [];
  const limits: (number | undefined)[] = [];
  const page = Array.from({ length: 30 }, (_, index) => ({ id: { S: String(index) } }));
  const requests: Requests = {
    scan: ({ Limit, ExclusiveStartKey }) => {
      limits.push(Limit);
      const Items = page.slice(0, Limit ?? page.length);
      return Promise.resolve(ExclusiveStartKey ? { Items } : { Items, LastEvaluatedKey: {} });
    },
    write: ({ RequestItems }) => {
      const sent = RequestItems?.new ?? [];
      const left = written.length === 0 ? sent.slice(20) : [];
      written.push(...sent.slice(0, sent.length - left.length));
      return Promise.resolve(left.length > 0 ? { UnprocessedItems: { new: left } } : {});
    },
  };
  return { requests, written, limits };
}

test("all pages are copied, and what was not processed is sent again", async () => {
  const { requests, written } = sixtyItems();
  const progress: number[] = [];
  const copied = await copyItems(requests, {
    from: "old",
    to: "new",
    limit: undefined,
    onProgress: (count) => progress.push(count),
    signal: new AbortController().signal,
  });
  expect(copied).toBe(60);
  expect(written).toHaveLength(60);
  expect(progress).toEqual([25, 30, 55, 60]);
});

test("the first items only", async () => {
  const { requests, written, limits } = sixtyItems();
  const signal = new AbortController().signal;
  const copy = { from: "old", to: "new", limit: 40, onProgress: () => undefined, signal };
  expect(await copyItems(requests, copy)).toBe(40);
  expect(written).toHaveLength(40);
  expect(limits).toEqual([40, 10]);
});

test("a copy that is stopped says how far it came", async () => {
  const { requests } = sixtyItems();
  const stop = new AbortController();
  const copy = {
    from: "old",
    to: "new",
    limit: undefined,
    onProgress: () => stop.abort(),
    signal: stop.signal,
  };
  expect(await copyItems(requests, copy)).toBe(25);
});
