/** What cells of the result show. */

import { valueText } from "@/items/item_text";
import type { Item, Value } from "@/items/value";

// A cell shows the beginning of a long value. The JSON view has all of it.
const LENGTH_MAX = 300;

/** The names of all attributes, in the order in which the items have them first. */
export function columnNames(items: readonly Item[]): string[] {
  return [...new Set(items.flatMap((item) => [...item.keys()]))];
}

/** Text, numbers and base64 as they are; sets, lists and maps as DynamoDB JSON. Missing is empty. */
export function cellText(value: Value | undefined): string {
  const text = wholeText(value);
  return text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}...` : text;
}

function wholeText(value: Value | undefined): string {
  if (value === undefined) return "";
  switch (value.type) {
    case "S":
    case "N":
    case "B":
      return value.text;
    case "BOOL":
      return String(value.is);
    case "NULL":
      return "null";
    default:
      return valueText(value);
  }
}
