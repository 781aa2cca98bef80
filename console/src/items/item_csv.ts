/**
 * Items as CSV. The header of a column is the name of the attribute with its type, `year (N)`, so
 * that reading the file gives the same items. An attribute with values of two types has two columns.
 */

import type { Cell } from "./csv";
import { parseCsv, writeCsv } from "./csv";
import { valueFromJson, valueText } from "./item_text";
import { parseJson } from "./json";
import { base64Problem, numberProblem } from "./scalars";
import type { Item, Type, Value } from "./value";
import { isType } from "./value";

// A spreadsheet reads a cell that begins with one of these as a formula.
const FORMULA = /^[=+\-@\t\r]/;
const MARKED = /^'['=+\-@\t\r]/;
const HEADER = /^(.*) \(([A-Z]+)\)$/s;

/** `marksFormulas`: text that a spreadsheet would take for a formula gets a quotation mark. */
export function itemsToCsv(
  items: readonly Item[],
  key: readonly string[],
  marksFormulas = true,
): string {
  const columns = columnsOf(items, key);
  const text = (written: string) => (marksFormulas ? withMark(written) : written);
  const header = columns.map(({ name, type }) => text(`${name} (${type})`));
  const rows = items.map((item) =>
    columns.map(({ name, type }): Cell => {
      const value = item.get(name);
      return value?.type === type ? cellOf(value, text) : undefined;
    }),
  );
  return writeCsv([header, ...rows]);
}

interface CsvColumn {
  readonly name: string;
  readonly type: Type;
}

function columnsOf(items: readonly Item[], key: readonly string[]): CsvColumn[] {
  const types = new Map<string, Set<Type>>(key.map((name) => [name, new Set()]));
  for (const item of items) {
    for (const [name, { type }] of item) {
      const known = types.get(name);
      if (known) known.add(type);
      else types.set(name, new Set([type]));
    }
  }
  return [...types].flatMap(([name, each]) => [...each].map((type) => ({ name, type })));
}

function withMark(text: string): string {
  return FORMULA.test(text) || MARKED.test(text) ? `'${text}` : text;
}

function withoutMark(text: string): string {
  return MARKED.test(text) ? text.slice(1) : text;
}

function cellOf(value: Value, text: (written: string) => string): string {
  switch (value.type) {
    case "S":
      return text(value.text);
    case "N":
    case "B":
      return value.text;
    case "BOOL":
      return String(value.is);
    case "NULL":
      return "null";
    default:
      return valueText(value);
  }
}

export interface ReadRow {
  /** The number of the row in the file. The header is row 1. */
  readonly row: number;
  readonly item?: Item;
  readonly problem?: string;
}

/**
 * Reads items. A header without a type is taken as `typeOf` says (the type of a key attribute), or as
 * a String. `removesMarks`: whether the marks of formulas are removed.
 */
export function itemsFromCsv(
  text: string,
  typeOf: (name: string) => Type | undefined,
  removesMarks = true,
): ReadRow[] {
  const [header = [], ...rows] = parseCsv(text);
  const unmarked = (cell: string) => (removesMarks ? withoutMark(cell) : cell);
  const columns = header.map((cell) => readHeader(unmarked(cell ?? ""), typeOf));
  return rows.map((cells, index): ReadRow => {
    const row = index + 2;
    try {
      return { row, item: readRow(cells, columns, unmarked) };
    } catch (thrown) {
      return { row, problem: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  });
}

function readHeader(text: string, typeOf: (name: string) => Type | undefined): CsvColumn {
  const [, name, type] = HEADER.exec(text) ?? [];
  if (name !== undefined && type !== undefined && isType(type)) return { name, type };
  return { name: text, type: typeOf(text) ?? "S" };
}

function readRow(
  cells: readonly Cell[],
  columns: readonly CsvColumn[],
  unmarked: (cell: string) => string,
): Item {
  if (cells.length > columns.length) throw new Error("The row has more cells than the header.");
  const item = new Map<string, Value>();
  cells.forEach((cell, index) => {
    const column = columns[index];
    if (cell === undefined || column === undefined) return;
    if (item.has(column.name)) throw new Error(`The attribute ${column.name} has two values.`);
    item.set(column.name, readCell(cell, column, unmarked));
  });
  if (item.size === 0) throw new Error("The row is empty.");
  return item;
}

function readCell(cell: string, column: CsvColumn, unmarked: (cell: string) => string): Value {
  const { name, type } = column;
  switch (type) {
    case "S":
      return { type, text: unmarked(cell) };
    case "N":
    case "B": {
      const problem = type === "N" ? numberProblem(cell) : base64Problem(cell);
      if (problem !== undefined) throw new Error(`The attribute ${name}: ${problem}`);
      return { type, text: cell };
    }
    case "BOOL":
      // A spreadsheet writes TRUE.
      if (!/^(true|false)$/i.test(cell)) throw new Error(`${name} must be true or false.`);
      return { type, is: cell.toLowerCase() === "true" };
    case "NULL":
      return { type };
    default: {
      const value = valueFromJson(parseJson(cell), name);
      if (value.type !== type) throw new Error(`The attribute ${name} must be of type ${type}.`);
      return value;
    }
  }
}
