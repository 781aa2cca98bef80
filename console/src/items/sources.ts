/** What can be read: a table and its indexes. */

import type {
  KeySchemaElement,
  TableDescription,
  VectorIndexDescription,
} from "@aws-sdk/client-dynamodb";
import type { ScalarType } from "./value";

export interface KeyAttribute {
  readonly name: string;
  readonly type: ScalarType;
}

export interface Source {
  /** The name of the index; "" is the table. */
  readonly name: string;
  readonly kind: "table" | "global" | "local" | "vector";
  /** The attributes of the partition key. A search of a vector index needs a value for each. */
  readonly partition: readonly KeyAttribute[];
  readonly sort: readonly KeyAttribute[];
  /** Of a vector index: attributes that a search may also name. */
  readonly inline: readonly KeyAttribute[];
  readonly dimensions: number;
  readonly isWhole: boolean;
  readonly itemCount: number | undefined;
  readonly sizeBytes: number | undefined;
}

/** What the descriptions of tables and of secondary indexes have in common. */
interface Keyed {
  readonly IndexName?: string | undefined;
  readonly KeySchema?: readonly KeySchemaElement[] | undefined;
  readonly Projection?: { readonly ProjectionType?: string | undefined } | undefined;
  readonly ItemCount?: number | undefined;
  readonly IndexSizeBytes?: number | undefined;
}

export function sourcesOf(table: TableDescription): readonly Source[] {
  const types = new Map(
    table.AttributeDefinitions?.map((each) => [each.AttributeName, each.AttributeType]),
  );
  const attribute = (name: string | undefined): KeyAttribute => {
    return { name: name ?? "", type: types.get(name) ?? "S" };
  };
  const part = (schema: readonly KeySchemaElement[] | undefined, kind: "HASH" | "RANGE") =>
    (schema ?? [])
      .filter((element) => element.KeyType === kind)
      .map((element) => attribute(element.AttributeName));
  const keyed = (kind: "table" | "global" | "local", described: Keyed): Source => ({
    name: described.IndexName ?? "",
    kind,
    partition: part(described.KeySchema, "HASH"),
    sort: part(described.KeySchema, "RANGE"),
    inline: [],
    dimensions: 0,
    isWhole: kind === "table" || described.Projection?.ProjectionType === "ALL",
    itemCount: described.ItemCount,
    sizeBytes: described.IndexSizeBytes,
  });
  const base = { ...keyed("table", table), sizeBytes: table.TableSizeBytes };
  return [
    base,
    ...(table.GlobalSecondaryIndexes ?? []).map((index) => keyed("global", index)),
    ...(table.LocalSecondaryIndexes ?? []).map((index) => keyed("local", index)),
    ...(table.VectorIndexes ?? []).map((index) => vectorSource(index, attribute)),
  ];
}

function vectorSource(
  index: VectorIndexDescription,
  attribute: (name: string | undefined) => KeyAttribute,
): Source {
  const named = (kind: "HASH" | "INLINE_FILTER") =>
    (index.SearchSchema ?? [])
      .filter((element) => element.SearchSchemaElementType === kind)
      .map((element) => attribute(element.AttributeName));
  return {
    name: index.IndexName ?? "",
    kind: "vector",
    partition: named("HASH"),
    sort: [],
    inline: named("INLINE_FILTER"),
    dimensions: index.Dimensions ?? 0,
    isWhole: index.Projection?.ProjectionType === "ALL",
    itemCount: index.ItemCount,
    sizeBytes: index.IndexSizeBytes,
  };
}

/** The attributes of the table's key. */
export function keyOf(table: TableDescription): readonly KeyAttribute[] {
  const [base] = sourcesOf(table);
  return base === undefined ? [] : [...base.partition, ...base.sort];
}
