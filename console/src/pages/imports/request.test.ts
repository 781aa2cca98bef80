import { describe, expect, test } from "vitest";
import type { TableDraft } from "@/pages/create_table/draft";
import { NEW_TABLE, newIndex } from "@/pages/create_table/draft";
import { importCommand, importInput } from "./request";
import type { SourceDraft } from "./source";
import { newSource } from "./source";

const SOURCE: SourceDraft = { ...newSource(new URLSearchParams()), url: "s3://music" };
const TABLE: TableDraft = { ...NEW_TABLE, name: "Songs", partition: { name: "id", type: "S" } };

describe("the request", () => {
  test("of a whole bucket into a table with default settings", () => {
    expect(importInput(SOURCE, TABLE)).toEqual({
      S3BucketSource: { S3Bucket: "music" },
      InputFormat: "DYNAMODB_JSON",
      InputCompressionType: "NONE",
      TableCreationParameters: {
        TableName: "Songs",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      },
    });
  });

  test("of CSV has its options", () => {
    const source: SourceDraft = {
      ...SOURCE,
      url: "s3://music/csv/",
      owner: { isOther: true, account: "123456789012" },
      compression: "ZSTD",
      format: "CSV",
      delimiter: "\t",
      hasHeader: false,
      header: "id, title",
    };
    expect(importInput(source, TABLE)).toMatchObject({
      S3BucketSource: { S3KeyPrefix: "csv/", S3BucketOwner: "123456789012" },
      InputFormatOptions: { Csv: { Delimiter: "\t", HeaderList: ["id", "title"] } },
      InputCompressionType: "ZSTD",
    });
    expect(importInput({ ...source, hasHeader: true }, TABLE).InputFormatOptions).toEqual({
      Csv: { Delimiter: "\t" },
    });
  });

  test("has the settings that an import can make, and no other", () => {
    const table: TableDraft = {
      ...TABLE,
      isCustomized: true,
      tableClass: "STANDARD_INFREQUENT_ACCESS",
      capacity: { ...TABLE.capacity, mode: "PROVISIONED" },
      warmRead: "20000",
      encryption: { kind: "managed", key: "" },
      isProtected: true,
      policy: "{}",
      indexes: [
        { ...newIndex("global"), name: "by-title", partition: [{ name: "title", type: "S" }] },
      ] as TableDraft["indexes"],
    };
    const units = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
    expect(importInput(SOURCE, table).TableCreationParameters).toEqual({
      TableName: "Songs",
      AttributeDefinitions: [
        { AttributeName: "id", AttributeType: "S" },
        { AttributeName: "title", AttributeType: "S" },
      ],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: units,
      SSESpecification: { Enabled: true, SSEType: "KMS" },
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-title",
          KeySchema: [{ AttributeName: "title", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
          ProvisionedThroughput: units,
        },
      ],
    });
  });
});

test("the command has the request in quotes of the shell", () => {
  const command = importCommand(importInput({ ...SOURCE, url: "s3://music/it's" }, TABLE));
  expect(command).toMatch(/^aws dynamodb import-table --cli-input-json '\{/);
  expect(command).toContain(`"S3KeyPrefix":"it'\\''s"`);
});
