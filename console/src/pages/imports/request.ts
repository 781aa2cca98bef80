/** Makes the request of an import from what was typed. */

import type {
  ImportTableCommandInput,
  InputFormatOptions,
  TableCreationParameters,
} from "@aws-sdk/client-dynamodb";
import type { TableDraft } from "@/pages/create_table/draft";
import { createTableInput } from "@/pages/create_table/request";
import { shell } from "@/pages/requests/commands";
import { ownerOf } from "@/transfers/owner";
import { s3Address } from "@/transfers/s3_address";
import type { SourceDraft } from "./source";
import { namesIn } from "./source";

export function importInput(source: SourceDraft, table: TableDraft): ImportTableCommandInput {
  const { bucket = "", prefix = "" } = s3Address(source.url) ?? {};
  const owner = ownerOf(source.owner);
  return {
    S3BucketSource: {
      S3Bucket: bucket,
      ...(prefix !== "" && { S3KeyPrefix: prefix }),
      ...(owner !== undefined && { S3BucketOwner: owner }),
    },
    InputFormat: source.format,
    ...(source.format === "CSV" && { InputFormatOptions: csvOptions(source) }),
    InputCompressionType: source.compression,
    TableCreationParameters: creationParameters(table),
  };
}

function csvOptions({ delimiter, hasHeader, header }: SourceDraft): InputFormatOptions {
  return {
    Csv: { Delimiter: delimiter, ...(hasHeader ? {} : { HeaderList: namesIn(header) }) },
  };
}

/** ImportTable takes fewer settings than CreateTable. */
function creationParameters(table: TableDraft): TableCreationParameters {
  const made = createTableInput(table);
  return {
    TableName: made.TableName,
    AttributeDefinitions: made.AttributeDefinitions,
    KeySchema: made.KeySchema,
    BillingMode: made.BillingMode,
    ...(made.ProvisionedThroughput && { ProvisionedThroughput: made.ProvisionedThroughput }),
    ...(made.OnDemandThroughput && { OnDemandThroughput: made.OnDemandThroughput }),
    ...(made.SSESpecification && { SSESpecification: made.SSESpecification }),
    ...(made.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: made.GlobalSecondaryIndexes }),
    ...(made.VectorIndexes && { VectorIndexes: made.VectorIndexes }),
  };
}

/** The request as a command. */
export function importCommand(input: ImportTableCommandInput): string {
  return `aws dynamodb import-table --cli-input-json ${shell(JSON.stringify(input))}`;
}
