/** Reads an item by its key, consistently. */

import type { UseQueryResult } from "@tanstack/react-query";
import { useRead } from "@/aws/queries";
import type { Item } from "@/items/value";
import { itemFromWire, itemToWire } from "@/items/wire";
import type { ItemsClient } from "@/aws/items";

/** The item; null if it does not exist. */
export async function getItem(items: ItemsClient, name: string, key: Item): Promise<Item | null> {
  const input = { TableName: name, Key: itemToWire(key), ConsistentRead: true };
  const { Item: found } = await items.call<{ readonly Item?: unknown }>("GetItem", input);
  return found === undefined ? null : itemFromWire(found);
}

let opened = 0;

/** A number for each time a page of an item opens: it never shows what was read before. */
export function nextOpening(): number {
  return ++opened;
}

export function useItem(
  name: string,
  key: Item | undefined,
  opening: number,
): UseQueryResult<Item | null> {
  return useRead(["GetItem", { name, opening }], ({ items }) =>
    key === undefined ? Promise.resolve(null) : getItem(items, name, key),
  );
}
