/** Items in a JSON file: as `aws dynamodb scan` writes them, as a list, or one `{"Item": ...}` a line. */

import type { Item } from "./value";
import type { ReadRow } from "./item_csv";
import { itemFromJson, itemJson } from "./item_text";
import type { Json } from "./json";
import { parseJson, writeJson } from "./json";

export function itemsToJson(items: readonly Item[]): string {
  const members = items.map((item) => itemJson(item, "dynamodb"));
  const count: Json = { kind: "number", text: String(items.length) };
  const fields = new Map<string, Json>([
    ["Items", { kind: "array", members }],
    ["Count", count],
  ]);
  return `${writeJson({ kind: "object", fields })}\n`;
}

/** Reads items in DynamoDB JSON. The row is the number of the item in the file. */
export function itemsFromJson(text: string): ReadRow[] {
  return membersOf(text).map((member, index): ReadRow => {
    const row = index + 1;
    try {
      return { row, item: itemFromJson(unwrapped(member), "dynamodb") };
    } catch (thrown) {
      return { row, problem: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  });
}

function membersOf(text: string): readonly Json[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  // An export has one object a line. A file with one object on one line is read as a whole.
  if (lines.length > 1 && lines.every((line) => line.trimStart().startsWith('{"Item"'))) {
    return lines.map(parseJson);
  }
  const whole = parseJson(text);
  if (whole.kind === "array") return whole.members;
  const items = whole.kind === "object" ? whole.fields.get("Items") : undefined;
  return items?.kind === "array" ? items.members : [whole];
}

function unwrapped(json: Json): Json {
  if (json.kind !== "object" || json.fields.size !== 1) return json;
  const inner = json.fields.get("Item");
  // An attribute named Item has one member, its type; a wrapped item is an object of attributes.
  if (inner?.kind !== "object") return json;
  const isAttribute = inner.fields.size === 1 && [...inner.fields.values()][0]?.kind !== "object";
  return isAttribute ? json : inner;
}
