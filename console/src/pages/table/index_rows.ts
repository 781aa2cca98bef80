/** The indexes of a table as rows of a list. */

import type {
  GlobalSecondaryIndexDescription,
  LocalSecondaryIndexDescription,
  Projection,
  TableDescription,
  VectorIndexDescription,
} from "@aws-sdk/client-dynamodb";
import { countText } from "@/parts/amounts";
import { keyText } from "@/parts/key_text";

export interface IndexRow {
  readonly name: string;
  readonly status: string | undefined;
  readonly isBackfilling: boolean;
  readonly partition: string;
  readonly sort: string;
  /** Of a vector index: the attribute, how many dimensions, and the distance. */
  readonly vector: string;
  readonly filters: string;
  readonly capacity: string;
  readonly projection: string;
  readonly bytes: number | undefined;
  readonly items: number | undefined;
}

type Keyed = GlobalSecondaryIndexDescription & LocalSecondaryIndexDescription;

export function globalRows(table: TableDescription): IndexRow[] {
  return (table.GlobalSecondaryIndexes ?? []).map((index) => keyedRow(table, index));
}

/** A local index has the status and the capacity of its table. */
export function localRows(table: TableDescription): IndexRow[] {
  return (table.LocalSecondaryIndexes ?? []).map((index) => keyedRow(table, index));
}

function keyedRow(table: TableDescription, index: Keyed): IndexRow {
  const { AttributeDefinitions } = table;
  const keys = { KeySchema: index.KeySchema, AttributeDefinitions };
  const units = index.ProvisionedThroughput;
  return {
    name: index.IndexName ?? "",
    status: index.IndexStatus,
    isBackfilling: index.Backfilling === true,
    partition: keyText(keys, "HASH"),
    sort: keyText(keys, "RANGE"),
    vector: "-",
    filters: "-",
    capacity:
      table.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST"
        ? "On-demand"
        : `${countText(units?.ReadCapacityUnits)} read, ${countText(units?.WriteCapacityUnits)} write`,
    projection: projectionText(index.Projection),
    bytes: index.IndexSizeBytes,
    items: index.ItemCount,
  };
}

export function vectorRows(table: TableDescription): IndexRow[] {
  return (table.VectorIndexes ?? []).map((index) => ({
    name: index.IndexName ?? "",
    status: index.IndexStatus,
    isBackfilling: index.Backfilling === true,
    partition: searchTexts(table, index, "HASH"),
    sort: "-",
    vector:
      `${index.VectorAttribute?.AttributeName ?? ""}: ` +
      `${String(index.Dimensions)} dimensions, ${distanceText(index)}`,
    filters: searchTexts(table, index, "INLINE_FILTER"),
    capacity: "On-demand",
    projection: projectionText(index.Projection),
    bytes: index.IndexSizeBytes,
    items: index.ItemCount,
  }));
}

const DISTANCES = { COSINE: "cosine", EUCLIDEAN: "euclidean", DOT_PRODUCT: "dot product" };

function distanceText({ DistanceFunction: distance }: VectorIndexDescription): string {
  return distance === undefined ? "-" : DISTANCES[distance];
}

function searchTexts(table: TableDescription, index: VectorIndexDescription, role: string): string {
  const names = (index.SearchSchema ?? [])
    .filter(({ SearchSchemaElementType: type }) => type === role)
    .map(({ AttributeName: name }) => name);
  const typeOf = (name: string | undefined) =>
    table.AttributeDefinitions?.find((each) => each.AttributeName === name)?.AttributeType ?? "?";
  return names.map((name) => `${name ?? ""} (${typeOf(name)})`).join(", ") || "-";
}

function projectionText(projection: Projection | undefined): string {
  if (projection?.ProjectionType === "INCLUDE") {
    return `Include: ${(projection.NonKeyAttributes ?? []).join(", ")}`;
  }
  return projection?.ProjectionType === "KEYS_ONLY" ? "Only keys" : "All";
}
