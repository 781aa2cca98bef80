/** Makes a copy of a table: its settings, and its items if the user asks for them. */

import type {
  AttributeValue,
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  CreateTableCommandInput,
  GlobalSecondaryIndexDescription,
  LocalSecondaryIndexDescription,
  OnDemandThroughput,
  Projection,
  ProvisionedThroughputDescription,
  ScanCommandInput,
  ScanCommandOutput,
  TableDescription,
  VectorIndexDescription,
  WriteRequest,
} from "@aws-sdk/client-dynamodb";

/**
 * The request that creates a table like another. Protection and policy are left out. `isManaged`:
 * whether AWS manages the key that encrypts the table.
 */
export function cloneInput(
  table: TableDescription,
  name: string,
  isManaged: boolean,
): CreateTableCommandInput {
  const { GlobalSecondaryIndexes, LocalSecondaryIndexes, VectorIndexes } = table;
  const mode = table.BillingModeSummary?.BillingMode ?? "PROVISIONED";
  const isProvisioned = mode === "PROVISIONED";
  const tableClass = table.TableClassSummary?.TableClass;
  return {
    TableName: name,
    KeySchema: table.KeySchema,
    AttributeDefinitions: table.AttributeDefinitions,
    BillingMode: mode,
    ...throughput(table, isProvisioned),
    ...(tableClass && { TableClass: tableClass }),
    ...(GlobalSecondaryIndexes?.length && {
      GlobalSecondaryIndexes: GlobalSecondaryIndexes.map((index) => ({
        ...keyedIndex(index),
        ...throughput(index, isProvisioned),
      })),
    }),
    ...(LocalSecondaryIndexes?.length && {
      LocalSecondaryIndexes: LocalSecondaryIndexes.map(keyedIndex),
    }),
    ...(VectorIndexes?.length && { VectorIndexes: VectorIndexes.map(vectorIndex) }),
    ...(table.StreamSpecification?.StreamEnabled && {
      StreamSpecification: table.StreamSpecification,
    }),
    ...encryption(table, isManaged),
  };
}

interface Throughput {
  readonly ProvisionedThroughput?: ProvisionedThroughputDescription | undefined;
  readonly OnDemandThroughput?: OnDemandThroughput | undefined;
}

function throughput(
  { ProvisionedThroughput: units, OnDemandThroughput: maximum }: Throughput,
  isProvisioned: boolean,
): Pick<CreateTableCommandInput, "ProvisionedThroughput" | "OnDemandThroughput"> {
  if (!isProvisioned) return maximum ? { OnDemandThroughput: maximum } : {};
  const { ReadCapacityUnits, WriteCapacityUnits } = units ?? {};
  return { ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits } };
}

function keyedIndex(index: GlobalSecondaryIndexDescription | LocalSecondaryIndexDescription) {
  const { IndexName, KeySchema } = index;
  return { IndexName, KeySchema, Projection: projection(index.Projection) };
}

function vectorIndex(index: VectorIndexDescription) {
  const { IndexName, VectorAttribute, Dimensions, DistanceFunction, SearchSchema } = index;
  return {
    IndexName,
    VectorAttribute,
    Dimensions,
    DistanceFunction,
    Projection: projection(index.Projection),
    ...(SearchSchema && { SearchSchema }),
  };
}

function projection(of: Projection | undefined): Projection {
  return of ?? { ProjectionType: "ALL" };
}

/** The key of the account that AWS manages must not be named in a request. */
function encryption(
  { SSEDescription: key }: TableDescription,
  isManaged: boolean,
): Pick<CreateTableCommandInput, "SSESpecification"> {
  if (key?.SSEType !== "KMS") return {};
  const specification = { Enabled: true, SSEType: key.SSEType };
  const named = { ...specification, KMSMasterKeyId: key.KMSMasterKeyArn };
  return { SSESpecification: isManaged ? specification : named };
}

export interface Copy {
  readonly from: string;
  readonly to: string;
  /** How many items. undefined: all. */
  readonly limit: number | undefined;
  readonly onProgress: (copied: number) => void;
  readonly signal: AbortSignal;
}

/** The two requests of a copy. */
export interface Requests {
  readonly scan: (input: ScanCommandInput) => Promise<Omit<ScanCommandOutput, "$metadata">>;
  readonly write: (
    input: BatchWriteItemCommandInput,
  ) => Promise<Pick<BatchWriteItemCommandOutput, "UnprocessedItems">>;
}

const BATCH = 25;
const PAUSE_MS = 100;
const PAUSE_MAX_MS = 5000;

/** Copies items page by page. Returns how many; fewer than all if the signal stopped it. */
export async function copyItems(requests: Requests, copy: Copy): Promise<number> {
  let copied = 0;
  let start: Record<string, AttributeValue> | undefined;
  do {
    const rest = copy.limit === undefined ? undefined : copy.limit - copied;
    const page = await requests.scan({
      TableName: copy.from,
      ExclusiveStartKey: start,
      ...(rest === undefined ? {} : { Limit: rest }),
    });
    const items = page.Items ?? [];
    for (let first = 0; first < items.length; first += BATCH) {
      if (copy.signal.aborted) return copied;
      const batch = items.slice(first, first + BATCH);
      await putAll(requests, copy, batch);
      copied += batch.length;
      copy.onProgress(copied);
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined && copied !== copy.limit && !copy.signal.aborted);
  return copied;
}

/** What the service did not process is sent again, after a longer pause each time. */
async function putAll(
  requests: Requests,
  { to, signal }: Copy,
  items: readonly Record<string, AttributeValue>[],
): Promise<void> {
  let left: WriteRequest[] = items.map((item) => ({ PutRequest: { Item: item } }));
  for (let pause = PAUSE_MS; ; pause = Math.min(2 * pause, PAUSE_MAX_MS)) {
    const answer = await requests.write({ RequestItems: { [to]: left } });
    left = answer.UnprocessedItems?.[to] ?? [];
    if (left.length === 0) return;
    if (signal.aborted) throw new Error("The copy was stopped before all items were written.");
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
