/** The key of an item in the address of its page. */

import { readItem } from "@/items/item_text";
import type { KeyAttribute } from "@/items/sources";
import type { Item } from "@/items/value";

/** The key of `?key={"pk":{"S":"x"}}`. Undefined: there is none. Throws if it is not one of the table. */
export function keyOfAddress(search: string, key: readonly KeyAttribute[]): Item | undefined {
  const text = new URLSearchParams(search).get("key");
  if (text === null) return undefined;
  const item = readItem(text, "dynamodb");
  const isKey =
    item.size === key.length && key.every(({ name, type }) => item.get(name)?.type === type);
  if (!isKey) throw new Error("The address does not contain a key of this table.");
  return item;
}
