/** What is in a tab of the editor, and the requests that it becomes. */

import { valueFromJson } from "@/items/item_text";
import { parseJson } from "@/items/json";
import { base64Problem } from "@/items/scalars";
import type { WireObject } from "@/items/wire";
import { valueToWire } from "@/items/wire";
import type { Statement } from "./statements";
import { statementsOf } from "./statements";

export const MODES = ["single", "batch", "transaction"] as const;
export type Mode = (typeof MODES)[number];

export const PARAMETER_TYPES = ["S", "N", "B", "BOOL", "NULL", "JSON"] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];

export interface Parameter {
  readonly type: ParameterType;
  /** As typed: base64 for B, `true` or `false` for BOOL, DynamoDB JSON for JSON. */
  readonly value: string;
}

export interface Query {
  readonly text: string;
  readonly mode: Mode;
  /** In the order of the question marks of the whole text. There may be too few or too many. */
  readonly parameters: readonly Parameter[];
}

export const EMPTY_QUERY: Query = { text: "", mode: "single", parameters: [] };
export const EMPTY_PARAMETER: Parameter = { type: "S", value: "" };

/** What one request sends about one statement. */
export interface Sent {
  readonly Statement: string;
  readonly Parameters?: readonly WireObject[];
}

/** A value that was typed and cannot be sent. position: of the parameter, from 0. */
export class WrongParameter extends Error {
  constructor(
    readonly position: number,
    message: string,
  ) {
    super(message);
  }
}

/** As one statement, the whole text is sent as it is, so that the service judges it. */
export function statementsToRun(query: Query): Statement[] {
  const statements = statementsOf(query.text);
  if (query.mode !== "single" || statements.length < 2) return statements;
  return [
    {
      text: query.text.trim(),
      parameterCount: sum(statements.map(({ parameterCount }) => parameterCount)),
      writes: statements.some(({ writes }) => writes),
    },
  ];
}

/** The parameters that the text has, one for each question mark. */
export function parametersOf(query: Query): Parameter[] {
  const count = sum(statementsOf(query.text).map(({ parameterCount }) => parameterCount));
  return Array.from({ length: count }, (_, at) => query.parameters[at] ?? EMPTY_PARAMETER);
}

/** Throws WrongParameter if a value cannot be sent. */
export function toSend(query: Query): Sent[] {
  const values = parametersOf(query).map(valueOf);
  return statementsToRun(query).map(({ text, parameterCount }) => {
    const own = values.splice(0, parameterCount);
    return own.length === 0 ? { Statement: text } : { Statement: text, Parameters: own };
  });
}

function valueOf({ type, value }: Parameter, position: number): WireObject {
  try {
    switch (type) {
      case "S":
        return { S: value };
      case "N":
        return { N: value.trim() };
      case "B":
        return { B: base64Of(value.trim()) };
      case "BOOL":
        return { BOOL: value === "true" };
      case "NULL":
        return { NULL: true };
      case "JSON":
        return valueToWire(valueFromJson(parseJson(value), "The value"));
    }
  } catch (thrown) {
    throw new WrongParameter(position, (thrown as Error).message);
  }
}

function base64Of(text: string): string {
  const problem = base64Problem(text);
  if (problem !== undefined) throw new Error(problem);
  return text;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The query as a part of the address: `statement=...&mode=...&parameters=...`. */
export function toAddress(query: Query): URLSearchParams {
  const address = new URLSearchParams();
  if (query.text !== "") address.set("statement", query.text);
  if (query.mode !== "single") address.set("mode", query.mode);
  const parameters = parametersOf(query);
  if (parameters.length > 0) address.set("parameters", JSON.stringify(parameters));
  return address;
}

/** The query of an address, or undefined if it has none. */
export function fromAddress(address: URLSearchParams): Query | undefined {
  const text = address.get("statement");
  if (text === null) return undefined;
  return queryOf({
    text,
    mode: address.get("mode") ?? "single",
    parameters: jsonOf(address.get("parameters") ?? "[]"),
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return [];
  }
}

/** A query from JSON that may have been changed by anybody, or undefined if it is none. */
export function queryOf(json: unknown): Query | undefined {
  if (json === null || typeof json !== "object") return undefined;
  const { text, mode, parameters } = json as Record<string, unknown>;
  if (typeof text !== "string") return undefined;
  return {
    text,
    mode: MODES.find((known) => known === mode) ?? "single",
    parameters: Array.isArray(parameters) ? parameters.map(parameterOf) : [],
  };
}

function parameterOf(json: unknown): Parameter {
  if (json === null || typeof json !== "object") return EMPTY_PARAMETER;
  const { type, value } = json as Record<string, unknown>;
  return {
    type: PARAMETER_TYPES.find((known) => known === type) ?? "S",
    value: typeof value === "string" ? value : "",
  };
}
