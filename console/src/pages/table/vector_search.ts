/** Reads the vector that a user types. */

import type { AttributeValue } from "@aws-sdk/client-dynamodb";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Numbers with commas or spaces between them, with or without brackets. Or what is wrong. */
export function typedVector(
  text: string,
  dimensions: number,
): { vector: AttributeValue[] } | { error: string } {
  const inside = text.trim().replace(/^\[/, "").replace(/\]$/, "");
  const numbers = inside.split(/[\s,]+/).filter((part) => part !== "");
  const wrong = numbers.find((part) => !NUMBER.test(part));
  if (wrong !== undefined) return { error: `This is not a number: ${wrong.slice(0, 50)}` };
  if (numbers.length !== dimensions) {
    const has = `The vector has ${String(numbers.length)} numbers`;
    return { error: `${has}. The index needs ${String(dimensions)}.` };
  }
  return { vector: numbers.map((N) => ({ N })) };
}

export interface FilterDraft {
  readonly name: string;
  readonly type: "S" | "N" | "B";
  /** Empty: the search does not filter by this attribute. */
  readonly value: string;
}

export interface SearchCondition {
  readonly SearchConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** The service accepts equalities joined by AND. */
export function searchCondition(filters: readonly FilterDraft[]): SearchCondition {
  const used = filters.filter(({ value }) => value !== "");
  if (used.length === 0) return {};
  const entries = used.map(({ name, type, value }, place) => ({
    name: [`#a${String(place)}`, name] as const,
    value: [`:v${String(place)}`, attributeValue(type, value)] as const,
  }));
  return {
    SearchConditionExpression: entries
      .map((entry) => `${entry.name[0]} = ${entry.value[0]}`)
      .join(" AND "),
    ExpressionAttributeNames: Object.fromEntries(entries.map((entry) => entry.name)),
    ExpressionAttributeValues: Object.fromEntries(entries.map((entry) => entry.value)),
  };
}

/** A binary value is typed as base64. */
function attributeValue(type: FilterDraft["type"], value: string): AttributeValue {
  if (type === "S") return { S: value };
  if (type === "N") return { N: value };
  return { B: Uint8Array.from(atob(value), (character) => character.charCodeAt(0)) };
}
