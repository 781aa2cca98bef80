import { expect, test } from "vitest";
import { sourceFacts, tableFacts } from "./import_facts";

function values(facts: readonly { label: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(facts.map(({ label, value }) => [label, value]));
}

test("a source of JSON has no facts about CSV", () => {
  const input = {
    S3BucketSource: { S3Bucket: "music", S3KeyPrefix: "songs" },
    InputFormat: "DYNAMODB_JSON",
    InputCompressionType: "GZIP",
  } as const;
  expect(values(sourceFacts(input))).toEqual({
    "Source S3 URL": "s3://music/songs",
    "S3 bucket owner": "This AWS account",
    "Import file compression": "GZIP",
    "Import file format": "DynamoDB JSON",
  });
});

test("a source of CSV has delimiter and header", () => {
  const input = { InputFormat: "CSV" } as const;
  expect(values(sourceFacts(input))).toMatchObject({
    "CSV delimiter character": "Comma (,)",
    "CSV header": "The first line of each file",
  });
  const Csv = { Delimiter: "\t", HeaderList: ["id", "title"] };
  expect(values(sourceFacts({ ...input, InputFormatOptions: { Csv } }))).toMatchObject({
    "CSV delimiter character": "Tab",
    "CSV header": "id, title",
  });
});

test("the table has its keys, capacity, indexes and encryption", () => {
  const table = {
    TableName: "Songs",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" as const }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" as const }],
    ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
    SSESpecification: { Enabled: true, KMSMasterKeyId: "alias/mine" },
    GlobalSecondaryIndexes: [
      { IndexName: "by-title", KeySchema: undefined, Projection: undefined },
    ],
  };
  expect(values(tableFacts(table))).toEqual({
    "Partition key": "id (S)",
    "Sort key": "-",
    "Capacity mode": "Provisioned (read 5, write 6)",
    Indexes: "by-title",
    "Encryption key": "alias/mine",
  });
});

test("the defaults", () => {
  const table = {
    TableName: "Songs",
    KeySchema: [],
    AttributeDefinitions: [],
    BillingMode: "PAY_PER_REQUEST" as const,
  };
  expect(values(tableFacts(table))).toMatchObject({
    "Capacity mode": "On-demand",
    Indexes: "None",
    "Encryption key": "Owned by Amazon DynamoDB",
  });
});
