/** What an import reads and makes, in the words of the pages. */

import type { ImportTableCommandInput, TableCreationParameters } from "@aws-sdk/client-dynamodb";
import { keyText } from "@/parts/key_text";
import { s3Text } from "@/transfers/s3_address";
import { COMPRESSIONS, FORMATS, labelOf } from "@/transfers/words";
import { DELIMITERS } from "./source";

export interface Fact {
  readonly label: string;
  readonly value: string;
}

type Source = Partial<
  Pick<
    ImportTableCommandInput,
    "S3BucketSource" | "InputFormat" | "InputFormatOptions" | "InputCompressionType"
  >
>;

/** Both a request and the description of an import have these members. */
export function sourceFacts(input: Source): Fact[] {
  const { S3BucketSource: source, InputFormatOptions: options } = input;
  const address = { bucket: source?.S3Bucket ?? "", prefix: source?.S3KeyPrefix ?? "" };
  const facts = [
    { label: "Source S3 URL", value: s3Text(address) },
    { label: "S3 bucket owner", value: source?.S3BucketOwner ?? "This AWS account" },
    { label: "Import file compression", value: labelOf(COMPRESSIONS, input.InputCompressionType) },
    { label: "Import file format", value: labelOf(FORMATS, input.InputFormat) },
  ];
  if (input.InputFormat !== "CSV") return facts;
  const { Delimiter: delimiter = ",", HeaderList: names } = options?.Csv ?? {};
  return [
    ...facts,
    { label: "CSV delimiter character", value: labelOf(DELIMITERS, delimiter) },
    { label: "CSV header", value: names?.join(", ") ?? "The first line of each file" },
  ];
}

/** The settings of the new table, without its name. */
export function tableFacts(table: TableCreationParameters | undefined): Fact[] {
  const keys = { KeySchema: table?.KeySchema, AttributeDefinitions: table?.AttributeDefinitions };
  const indexes = [...(table?.GlobalSecondaryIndexes ?? []), ...(table?.VectorIndexes ?? [])];
  return [
    { label: "Partition key", value: keyText(keys, "HASH") },
    { label: "Sort key", value: keyText(keys, "RANGE") },
    { label: "Capacity mode", value: capacityText(table) },
    {
      label: "Indexes",
      value: indexes.map(({ IndexName: name = "" }) => name).join(", ") || "None",
    },
    { label: "Encryption key", value: encryptionText(table) },
  ];
}

function capacityText(table: TableCreationParameters | undefined): string {
  if (table?.BillingMode === "PAY_PER_REQUEST") return "On-demand";
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = table?.ProvisionedThroughput ?? {};
  return `Provisioned (read ${String(read ?? "-")}, write ${String(write ?? "-")})`;
}

function encryptionText(table: TableCreationParameters | undefined): string {
  const encryption = table?.SSESpecification;
  if (encryption?.Enabled !== true) return "Owned by Amazon DynamoDB";
  return encryption.KMSMasterKeyId ?? "AWS managed key";
}
