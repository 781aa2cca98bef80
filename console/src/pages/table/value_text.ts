/** Attribute values as text for people. Numbers stay as they are written. */

import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** Text in quotation marks, sets in `{ }`, binary values as base64. */
export function valueText(value: AttributeValue): string {
  if (value.S !== undefined) return JSON.stringify(value.S);
  if (value.N !== undefined) return value.N;
  if (value.BOOL !== undefined) return String(value.BOOL);
  if (value.NULL !== undefined) return "null";
  if (value.B !== undefined) return `base64 ${base64(value.B)}`;
  if (value.SS !== undefined) return `{${value.SS.map((text) => JSON.stringify(text)).join(", ")}}`;
  if (value.NS !== undefined) return `{${value.NS.join(", ")}}`;
  if (value.BS !== undefined)
    return `{${value.BS.map((each) => `base64 ${base64(each)}`).join(", ")}}`;
  if (value.L !== undefined) return `[${value.L.map(valueText).join(", ")}]`;
  const members = Object.entries(value.M ?? {});
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}: ${valueText(each)}`).join(", ")}}`;
}

const SHOWN_MAX = 2000;

/** The beginning of a long text, and how long it is. */
export function cut(text: string): string {
  if (text.length <= SHOWN_MAX) return text;
  return `${text.slice(0, SHOWN_MAX)}... (${text.length.toLocaleString("en-US")} characters)`;
}

/** The values of a key: "Anna / 7". */
export function keyValueText(key: Readonly<Record<string, AttributeValue>>): string {
  return Object.values(key)
    .map((value) => value.S ?? valueText(value))
    .join(" / ");
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
