/** Items as text: DynamoDB JSON (`{"a": {"N": "1"}}`) and plain JSON (`{"a": 1}`). */

import type { Json } from "./json";
import { parseJson, writeJson } from "./json";
import { base64Problem, numberProblem } from "./scalars";
import type { Item, Value } from "./value";
import { isSet, isType, MEMBER_TYPE, TYPE_TEXTS } from "./value";

export type Notation = "dynamodb" | "plain";

export function itemText(item: Item, notation: Notation): string {
  return writeJson(itemJson(item, notation));
}

export function valueText(value: Value, isCompact = true): string {
  return writeJson(tagged(value), isCompact);
}

export function itemJson(item: Item, notation: Notation): Json {
  const each = notation === "plain" ? plain : tagged;
  return { kind: "object", fields: new Map([...item].map(([name, v]) => [name, each(v)])) };
}

function tagged(value: Value): Json {
  return { kind: "object", fields: new Map([[value.type, content(value)]]) };
}

function content(value: Value): Json {
  switch (value.type) {
    case "S":
    case "N":
    case "B":
      return { kind: "string", text: value.text };
    case "BOOL":
      return { kind: "boolean", is: value.is };
    case "NULL":
      return { kind: "boolean", is: true };
    case "SS":
    case "NS":
    case "BS":
      return { kind: "array", members: value.texts.map((text) => ({ kind: "string", text })) };
    case "L":
      return { kind: "array", members: value.members.map(tagged) };
    case "M":
      return itemJson(value.fields, "dynamodb");
  }
}

function plain(value: Value): Json {
  switch (value.type) {
    case "S":
      return { kind: "string", text: value.text };
    case "N":
      return { kind: "number", text: value.text };
    case "BOOL":
      return { kind: "boolean", is: value.is };
    case "NULL":
      return { kind: "null" };
    case "L":
      return { kind: "array", members: value.members.map(plain) };
    case "M":
      return itemJson(value.fields, "plain");
    default:
      throw new Error(`Plain JSON cannot hold a ${TYPE_TEXTS[value.type]}.`);
  }
}

/** What of an item plain JSON cannot hold, such as "tags (String set)". Empty: it holds everything. */
export function notPlain(item: Item): string[] {
  return [...item].flatMap(([name, value]) => notPlainIn(value, name));
}

function notPlainIn(value: Value, path: string): string[] {
  if (value.type === "B" || isSet(value.type)) return [`${path} (${TYPE_TEXTS[value.type]})`];
  if (value.type === "M") {
    return [...value.fields].flatMap(([name, field]) => notPlainIn(field, `${path}.${name}`));
  }
  if (value.type === "L") {
    return value.members.flatMap((member, i) => notPlainIn(member, `${path}[${String(i)}]`));
  }
  return [];
}

/** Reads an item. Throws an Error whose message says what is wrong and where. */
export function readItem(text: string, notation: Notation): Item {
  return itemFromJson(parseJson(text), notation);
}

export function itemFromJson(json: Json, notation: Notation): Item {
  if (json.kind !== "object") throw new Error("An item is a JSON object: { ... }.");
  const read = notation === "plain" ? untagged : valueFromJson;
  return new Map([...json.fields].map(([name, field]) => [name, read(field, name)]));
}

/** Whether a text is a JSON object, but not DynamoDB JSON: someone pasted plain JSON. */
export function isPlainJson(text: string): boolean {
  return reads(text, "plain") && !reads(text, "dynamodb");
}

/** Whether a text reads as DynamoDB JSON. As plain JSON it would become maps named S, N and so on. */
export function isDynamodbJson(text: string): boolean {
  return reads(text, "dynamodb") && readItem(text, "dynamodb").size > 0;
}

function reads(text: string, notation: Notation): boolean {
  try {
    readItem(text, notation);
    return true;
  } catch {
    return false;
  }
}

function untagged(json: Json, path: string): Value {
  switch (json.kind) {
    case "string":
      return { type: "S", text: json.text };
    case "number":
      return { type: "N", text: numberAt(json.text, path) };
    case "boolean":
      return { type: "BOOL", is: json.is };
    case "null":
      return { type: "NULL" };
    case "array": {
      const members = json.members.map((member, i) => untagged(member, `${path}[${String(i)}]`));
      return { type: "L", members };
    }
    case "object": {
      const fields = [...json.fields].map(
        ([name, field]) => [name, untagged(field, `${path}.${name}`)] as const,
      );
      return { type: "M", fields: new Map(fields) };
    }
  }
}

/** Reads `{"S": "x"}`. `path` stands in the message of an error. */
export function valueFromJson(json: Json, path: string): Value {
  const [type, inner] = json.kind === "object" ? ([...json.fields][0] ?? []) : [];
  if (json.kind !== "object" || json.fields.size !== 1 || type === undefined || !isType(type)) {
    return fail(path, 'is not in DynamoDB JSON. Write for example {"S": "text"} or {"N": "1"}.');
  }
  if (inner === undefined) return fail(path, "has no value.");
  if (type === "NULL") {
    return inner.kind === "boolean" && inner.is ? { type } : fail(path, 'must be {"NULL": true}.');
  }
  if (type === "BOOL") {
    return inner.kind === "boolean" ? { type, is: inner.is } : fail(path, "must be true or false.");
  }
  if (type === "M") {
    if (inner.kind !== "object") return fail(path, 'must be an object after "M".');
    const fields = [...inner.fields].map(
      ([name, field]) => [name, valueFromJson(field, `${path}.${name}`)] as const,
    );
    return { type, fields: new Map(fields) };
  }
  if (type === "S" || type === "N" || type === "B") {
    return { type, text: scalarText(inner, type, path) };
  }
  if (inner.kind !== "array") return fail(path, `must be an array after "${type}".`);
  const at = (i: number) => `${path}[${String(i)}]`;
  if (type === "L") {
    return { type, members: inner.members.map((member, i) => valueFromJson(member, at(i))) };
  }
  const texts = inner.members.map((member, i) => scalarText(member, MEMBER_TYPE[type], at(i)));
  return { type, texts };
}

function scalarText(json: Json, type: "S" | "N" | "B", path: string): string {
  // A number without quotation marks is no error to the eye; the service would refuse it.
  if (json.kind === "number" && type === "N") return fail(path, `must be text: "${json.text}".`);
  if (json.kind !== "string") return fail(path, `must be text after "${type}".`);
  if (type === "N") return numberAt(json.text, path);
  const problem = type === "B" ? base64Problem(json.text) : undefined;
  return problem === undefined ? json.text : fail(path, `is no Binary. ${problem}`);
}

function numberAt(text: string, path: string): string {
  const problem = numberProblem(text);
  return problem === undefined ? text : fail(path, `is no number of DynamoDB. ${problem}`);
}

function fail(path: string, problem: string): never {
  throw new Error(`The attribute ${path} ${problem}`);
}
