/** What cells of the result show. */

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { base64, toWire } from "@/aws/wire_json";
import type { Item } from "./run";

// A cell shows the beginning of a long value. The JSON view has all of it.
const LENGTH_MAX = 300;

/** The names of all attributes, in the order in which the items have them first. */
export function columnNames(items: readonly Item[]): string[] {
  return [...new Set(items.flatMap((item) => Object.keys(item)))];
}

/** Text, numbers and base64 as they are; sets, lists and maps as DynamoDB JSON. Missing is empty. */
export function cellText(value: AttributeValue | undefined): string {
  const text = wholeText(value);
  return text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}...` : text;
}

function wholeText(value: AttributeValue | undefined): string {
  if (value === undefined) return "";
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return value.N;
  if (value.B !== undefined) return base64(value.B);
  if (value.BOOL !== undefined) return String(value.BOOL);
  if (value.NULL !== undefined) return "null";
  const [members]: unknown[] = Object.values(value);
  return JSON.stringify(toWire(members));
}
