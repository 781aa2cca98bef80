/** The address of the page of an item. */

import { itemText } from "@/items/item_text";
import { base64Problem, numberProblem } from "@/items/scalars";
import type { KeyAttribute } from "@/items/sources";
import type { Value } from "@/items/value";
import { address } from "../address";

/** Why a text cannot be the value of a key attribute; undefined if it can. */
export function keyProblem({ type }: KeyAttribute, text: string): string | undefined {
  if (type === "N") return numberProblem(text);
  if (text === "") return "A key has no empty values.";
  return type === "B" ? base64Problem(text) : undefined;
}

/** page: "item", or another page about one item. */
export function itemAddress(
  region: string,
  table: string,
  key: readonly KeyAttribute[],
  values: Readonly<Record<string, string>>,
  page: "item" | "history" = "item",
): string {
  const item = new Map(
    key.map(({ name, type }): [string, Value] => [name, { type, text: values[name] ?? "" }]),
  );
  const search = new URLSearchParams({ key: itemText(item, "dynamodb") });
  return `${address(region, "explore", table, page)}?${search.toString()}`;
}
