/** A read as Python: with the client of boto3, and with its resource. */

import type { ReadRequest } from "../request";
import type { Value } from "../value";
import { isObject, valueFromWire } from "../wire";
import type { CodeTarget } from "./read_code";

const METHODS = { Scan: "scan", Query: "query", SearchVectors: "search_vectors" } as const;

export function clientCode({ operation, input }: ReadRequest, target: CodeTarget): string {
  const method = METHODS[operation];
  const needsBase64 = values(input).some((value) => value.type === "B");
  const members = keywords(input, (value) => literalOfWire(value));
  const read =
    operation === "SearchVectors"
      ? [`answer = dynamodb.${method}(`, ...members, ")", 'items = answer["SearchResults"]']
      : [
          `pages = dynamodb.get_paginator(${literal(method)}).paginate(`,
          ...members,
          ")",
          'items = [item for page in pages for item in page["Items"]]',
        ];
  return [
    ...(needsBase64 ? ["import base64", ""] : []),
    "import boto3",
    "",
    `dynamodb = boto3.client("dynamodb", ${connection(target)})`,
    ...read,
    "for item in items:",
    "    print(item)",
    "",
  ].join("\n");
}

export function resourceCode(request: ReadRequest, target: CodeTarget): string {
  const { operation, input } = request;
  // The resource Table has no method for a search.
  if (operation === "SearchVectors") {
    return `# boto3's resource has no method for SearchVectors. With the client:\n${clientCode(request, target)}`;
  }
  const { TableName: table, ...rest } = input;
  const used = new Set(values(input).map(({ type }) => type));
  return [
    ...(used.has("B") ? ["import base64"] : []),
    ...(used.has("N") ? ["from decimal import Decimal"] : []),
    ...(used.has("B") || used.has("N") ? [""] : []),
    "import boto3",
    "",
    `dynamodb = boto3.resource("dynamodb", ${connection(target)})`,
    `table = dynamodb.Table(${literal(String(table))})`,
    ...(Object.keys(rest).length === 0
      ? ["request = {}"]
      : ["request = {", ...members(rest, (value) => resourceLiteral(valueFromWire(value))), "}"]),
    "items = []",
    "while True:",
    `    page = table.${METHODS[operation]}(**request)`,
    '    items += page["Items"]',
    '    if "LastEvaluatedKey" not in page:',
    "        break",
    '    request["ExclusiveStartKey"] = page["LastEvaluatedKey"]',
    "for item in items:",
    "    print(item)",
    "",
  ].join("\n");
}

function connection({ region, endpoint }: CodeTarget): string {
  return `region_name=${literal(region)}, endpoint_url=${literal(endpoint)}`;
}

/** `Name=value,` for each member of the input. */
function keywords(input: object, write: (value: unknown) => string): string[] {
  return Object.entries(input).map(([name, value]) => `    ${name}=${member(name, value, write)},`);
}

/** `"Name": value,` for each member of the input. */
function members(input: object, write: (value: unknown) => string): string[] {
  return Object.entries(input).map(
    ([name, value]) => `    ${literal(name)}: ${member(name, value, write)},`,
  );
}

function member(name: string, value: unknown, write: (value: unknown) => string): string {
  if (name === "ExpressionAttributeValues" && isObject(value)) {
    const entries = Object.entries(value).map(([key, each]) => `${literal(key)}: ${write(each)}`);
    return `{${entries.join(", ")}}`;
  }
  return literal(value);
}

/** A value of JSON as Python. A string of JSON is a string of Python, too. */
function literal(value: unknown): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).map(
      ([name, each]) => `${literal(name)}: ${literal(each)}`,
    );
    return `{${entries.join(", ")}}`;
  }
  return JSON.stringify(value);
}

/** A value in the form of the API, with bytes instead of base64. */
function literalOfWire(wire: unknown): string {
  const value = valueFromWire(wire);
  return value.type === "B" ? `{"B": ${bytes(value.text)}}` : literal(wire);
}

function resourceLiteral(value: Value): string {
  switch (value.type) {
    case "S":
      return literal(value.text);
    case "N":
      return `Decimal(${literal(value.text)})`;
    case "B":
      return bytes(value.text);
    case "BOOL":
      return literal(value.is);
    case "NULL":
      return "None";
    default:
      throw new Error("A condition compares with a scalar value.");
  }
}

function bytes(base64: string): string {
  return `base64.b64decode(${literal(base64)})`;
}

function values(input: object): Value[] {
  const named = Object.entries(input).find(([name]) => name === "ExpressionAttributeValues")?.[1];
  return isObject(named) ? Object.values(named).map(valueFromWire) : [];
}
