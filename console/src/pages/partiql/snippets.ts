/** The statements that the menus of tables and attributes write. Values are parameters. */

import type { KeyAttribute } from "@/items/sources";
import type { Parameter, Query } from "./query";
import { PARAMETER_TYPES } from "./query";
import { literal, quoted } from "./statements";

export function scanTable(table: string): Query {
  return { text: `SELECT * FROM ${quoted(table)}`, mode: "single", parameters: [] };
}

/** Items with a whole key, or with the value of one attribute. */
export function queryTable(table: string, key: readonly KeyAttribute[]): Query {
  return {
    text: `SELECT * FROM ${quoted(table)}\nWHERE ${conditions(key)}`,
    mode: "single",
    parameters: key.map(parameterOf),
  };
}

export function insertItem(table: string, key: readonly KeyAttribute[]): Query {
  const members = key.map(({ name }) => `${literal(name)}: ?`).join(", ");
  return {
    text: `INSERT INTO ${quoted(table)}\nVALUE {${members}}`,
    mode: "single",
    parameters: key.map(parameterOf),
  };
}

export function setItem(table: string, key: readonly KeyAttribute[]): Query {
  return {
    text: `UPDATE ${quoted(table)}\nSET "attributeName" = ?\nWHERE ${conditions(key)}`,
    mode: "single",
    parameters: [{ type: "S", value: "" }, ...key.map(parameterOf)],
  };
}

export function dropItem(table: string, key: readonly KeyAttribute[]): Query {
  return {
    text: `DELETE FROM ${quoted(table)}\nWHERE ${conditions(key)}`,
    mode: "single",
    parameters: key.map(parameterOf),
  };
}

function conditions(key: readonly KeyAttribute[]): string {
  return key.map(({ name }) => `${quoted(name)} = ?`).join(" AND ");
}

function parameterOf({ type }: KeyAttribute): Parameter {
  return { type: PARAMETER_TYPES.find((known) => known === type) ?? "S", value: "" };
}

/** Adds a query below what is in the editor. */
export function appended(query: Query, added: Query): Query {
  if (query.text.trim() === "") return { ...added, mode: query.mode };
  const divider = /;\s*$/.test(query.text) ? "\n" : ";\n";
  return {
    text: query.text.trimEnd() + divider + added.text,
    mode: query.mode === "single" ? "batch" : query.mode,
    parameters: [...query.parameters, ...added.parameters],
  };
}
