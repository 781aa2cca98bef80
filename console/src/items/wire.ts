/** Attribute values as the API carries them: `{"S": "x"}`. */

import type { Item, Value } from "./value";
import { isSet, isType } from "./value";

/** An object of JSON. It has no prototype where names come from data. */
export type WireObject = Readonly<Record<string, unknown>>;

export function itemToWire(item: Item): WireObject {
  const wire: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of item) wire[name] = valueToWire(value);
  return wire;
}

export function valueToWire(value: Value): WireObject {
  switch (value.type) {
    case "S":
    case "N":
    case "B":
      return { [value.type]: value.text };
    case "BOOL":
      return { BOOL: value.is };
    case "NULL":
      return { NULL: true };
    case "SS":
    case "NS":
    case "BS":
      return { [value.type]: value.texts };
    case "L":
      return { L: value.members.map(valueToWire) };
    case "M":
      return { M: itemToWire(value.fields) };
  }
}

export function itemFromWire(wire: unknown): Item {
  if (!isObject(wire)) throw new Error("The server returned an item that is not an object.");
  return new Map(Object.entries(wire).map(([name, value]) => [name, valueFromWire(value)]));
}

export function valueFromWire(wire: unknown): Value {
  const [type, content, ...rest] = isObject(wire) ? (Object.entries(wire)[0] ?? []) : [];
  if (type === undefined || rest.length > 0 || !isType(type)) throw unknownValue();
  if (type === "NULL") return { type };
  if (type === "BOOL" && typeof content === "boolean") return { type, is: content };
  if (type === "M") return { type, fields: itemFromWire(content) };
  if (type === "L" && Array.isArray(content)) return { type, members: content.map(valueFromWire) };
  if (isSet(type) && Array.isArray(content)) return { type, texts: content.map(String) };
  if ((type === "S" || type === "N" || type === "B") && typeof content === "string") {
    return { type, text: content };
  }
  throw unknownValue();
}

export function isObject(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unknownValue(): Error {
  return new Error("The server returned an attribute value that this console does not know.");
}
