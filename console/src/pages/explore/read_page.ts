/** Reads one page of a scan, a query or a search. */

import type { ItemsClient } from "@/aws/items";
import type { ReadRequest } from "@/items/request";
import type { KeyAttribute } from "@/items/sources";
import { keyValues } from "@/items/changes";
import { itemText, valueText } from "@/items/item_text";
import type { Item } from "@/items/value";
import type { WireObject } from "@/items/wire";
import { isObject, itemFromWire } from "@/items/wire";

/** An item in the result. */
export interface Row {
  /** The text of its key. No two items of a table have the same. */
  readonly id: string;
  readonly item: Item;
  /** Of a search: how near the item is. */
  readonly score?: number;
}

export interface ReadPage {
  readonly rows: readonly Row[];
  /** Where the next page begins. Undefined: there is none. */
  readonly next: WireObject | undefined;
  readonly scanned: number;
  readonly units: number;
}

interface Answer {
  readonly Items?: readonly unknown[];
  readonly SearchResults?: readonly { readonly Item?: unknown; readonly Score?: number }[];
  readonly ScannedCount?: number;
  readonly LastEvaluatedKey?: unknown;
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number };
}

export interface PageOptions {
  readonly start?: WireObject | undefined;
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal;
}

export async function readPage(
  items: ItemsClient,
  request: ReadRequest,
  key: readonly KeyAttribute[],
  { start, limit, signal }: PageOptions,
): Promise<ReadPage> {
  const input = {
    ...request.input,
    ReturnConsumedCapacity: "TOTAL",
    ...(limit === undefined || request.operation === "SearchVectors" ? {} : { Limit: limit }),
    ...(start && { ExclusiveStartKey: start }),
  };
  const answer = await items.call<Answer>(request.operation, input, signal);
  const rows =
    answer.SearchResults?.map(({ Item: item, Score: score }) => ({
      ...rowOf(itemFromWire(item ?? {}), key),
      ...(score === undefined ? {} : { score }),
    })) ?? (answer.Items ?? []).map((item) => rowOf(itemFromWire(item), key));
  return {
    rows,
    next: isObject(answer.LastEvaluatedKey) ? answer.LastEvaluatedKey : undefined,
    scanned: answer.ScannedCount ?? rows.length,
    units: answer.ConsumedCapacity?.CapacityUnits ?? 0,
  };
}

export function rowOf(item: Item, key: readonly KeyAttribute[]): Row {
  return { id: itemText(keyValues(item, key), "dynamodb"), item };
}

/** The key of an item for people: "Asha, Song 1". */
export function keyLabel(item: Item, key: readonly KeyAttribute[]): string {
  return key
    .map(({ name }) => {
      const value = item.get(name);
      if (value === undefined) return "-";
      return "text" in value ? value.text : valueText(value);
    })
    .join(", ");
}
