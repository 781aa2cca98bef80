/** Values of the SDK as the JSON that travels: bytes are base64. And attribute values from it. */

import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type Attributes = Record<string, AttributeValue>;

const CHUNK = 8192;
const INDENT = 2;

/** A copy that JSON can hold. */
export function toWire(value: unknown): unknown {
  if (value instanceof Uint8Array) return base64(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toWire);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toWire(member)]));
}

/** The JSON text of a value, indented for people. */
export function wireText(value: unknown): string {
  return JSON.stringify(toWire(value), null, INDENT);
}

export function base64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(text);
}

/** Throws an Error with a text for people if it is no base64. */
export function bytesOf(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text.trim()), (character) => character.charCodeAt(0));
  } catch {
    throw new Error(`${shortened(text)} is not base64.`);
  }
}

/** The attributes in a text such as `{"Artist": {"S": "Queen"}}`. Throws an Error for people. */
export function attributesOf(text: string): Attributes {
  return mapOf(parsed(text), "The text");
}

/** The attribute value in a text such as `{"SS": ["a", "b"]}`. Throws an Error for people. */
export function attributeValueOf(text: string): AttributeValue {
  return valueOf(parsed(text), "The value");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    throw new Error(`This is not JSON: ${(thrown as Error).message}`, { cause: thrown });
  }
}

function mapOf(json: unknown, place: string): Attributes {
  if (!isObject(json)) throw new Error(`${place} must be a JSON object with attribute values.`);
  return Object.fromEntries(
    Object.entries(json).map(([name, member]) => [name, valueOf(member, `"${name}"`)]),
  );
}

function valueOf(json: unknown, place: string): AttributeValue {
  const entries = isObject(json) ? Object.entries(json) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) {
    throw new Error(`${place} is not in DynamoDB JSON. Write it like {"S": "text"}.`);
  }
  const [type, value] = entry;
  const read = READERS[type];
  if (read === undefined) throw new Error(`${place} has the unknown type ${shortened(type)}.`);
  return read(value, place);
}

const READERS: Readonly<Record<string, (json: unknown, place: string) => AttributeValue>> = {
  S: (json, place) => ({ S: textOf(json, place) }),
  N: (json, place) => ({ N: textOf(json, place) }),
  B: (json, place) => ({ B: bytesOf(textOf(json, place)) }),
  BOOL: (json, place) => ({ BOOL: trueOrFalse(json, place) }),
  NULL: (json, place) => {
    if (!trueOrFalse(json, place)) throw new Error(`${place} must have {"NULL": true}.`);
    return { NULL: true };
  },
  SS: (json, place) => ({ SS: listOf(json, place).map((each) => textOf(each, place)) }),
  NS: (json, place) => ({ NS: listOf(json, place).map((each) => textOf(each, place)) }),
  BS: (json, place) => ({ BS: listOf(json, place).map((each) => bytesOf(textOf(each, place))) }),
  L: (json, place) => ({ L: listOf(json, place).map((each) => valueOf(each, place)) }),
  M: (json, place) => ({ M: mapOf(json, place) }),
};

function textOf(json: unknown, place: string): string {
  if (typeof json === "string") return json;
  throw new Error(`${place} needs a text in quotes. Numbers are in quotes too: {"N": "1"}.`);
}

function trueOrFalse(json: unknown, place: string): boolean {
  if (typeof json === "boolean") return json;
  throw new Error(`${place} needs true or false.`);
}

function listOf(json: unknown, place: string): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw new Error(`${place} needs a list in square brackets.`);
}

function isObject(json: unknown): json is Record<string, unknown> {
  return json !== null && typeof json === "object" && !Array.isArray(json);
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}
