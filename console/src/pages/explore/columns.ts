/** Which columns the grid has, and what stands in its cells. */

import { valueText } from "@/items/item_text";
import { readableText } from "@/items/scalars";
import type { KeyAttribute, Source } from "@/items/sources";
import type { Type, Value } from "@/items/value";
import { TYPE_TEXTS } from "@/items/value";
import type { Row } from "./read_page";

export interface GridColumn {
  readonly name: string;
  /** `pk (Binary)`: the name with the types that its values have. */
  readonly header: string;
  readonly isKey: boolean;
}

/** The table's key first, then the key of the index, then the others by name. */
export function columnsOf(
  rows: readonly Row[],
  key: readonly KeyAttribute[],
  source: Source,
): GridColumn[] {
  const types = new Map<string, Set<Type>>();
  for (const { item } of rows) {
    for (const [name, { type }] of item) {
      const known = types.get(name);
      if (known) known.add(type);
      else types.set(name, new Set([type]));
    }
  }
  const keys = new Map(key.map(({ name, type }) => [name, type]));
  const first = [...key, ...source.partition, ...source.sort].map(({ name }) => name);
  const others = [...types.keys()].sort((one, other) => one.localeCompare(other));
  return [...new Set([...first, ...others])].flatMap((name) => {
    const keyType = keys.get(name);
    const seen = keyType === undefined ? [...(types.get(name) ?? [])] : [keyType];
    // An attribute of an index' key that no item has, is no column.
    if (seen.length === 0) return [];
    const texts = seen.map((type) => TYPE_TEXTS[type]).join(", ");
    return [{ name, header: `${name} (${texts})`, isKey: keyType !== undefined }];
  });
}

const CELL_MAX = 300;

/** The text of a cell. It is cut; the page of the item shows all of it. */
export function cellText(value: Value | undefined): string {
  if (value === undefined) return "";
  switch (value.type) {
    case "S":
    case "N":
      return cut(value.text);
    case "B": {
      const readable = readableText(value.text);
      return cut(readable === undefined ? value.text : `${value.text} "${readable}"`);
    }
    case "BOOL":
      return String(value.is);
    case "NULL":
      return "null";
    default:
      return cut(valueText(value));
  }
}

function cut(text: string): string {
  return text.length > CELL_MAX ? `${text.slice(0, CELL_MAX)}…` : text;
}

/** The order of a column: absent values last, numbers as numbers, all else as text. */
export function compareValues(one: Value | undefined, other: Value | undefined): number {
  if (one === undefined || other === undefined) {
    return Number(one === undefined) - Number(other === undefined);
  }
  if (one.type === "N" && other.type === "N") return Number(one.text) - Number(other.text);
  return cellText(one).localeCompare(cellText(other));
}

export interface GridPreferences {
  readonly pageSize: number;
  readonly wrapLines: boolean;
  /** Attributes that the user hid, and those that he chose to see. Others are shown up to a number. */
  readonly hidden: readonly string[];
  readonly chosen: readonly string[];
}

export const PAGE_SIZES = [10, 25, 50, 100, 200, 300] as const;
export const NO_PREFERENCES: GridPreferences = {
  pageSize: 50,
  wrapLines: false,
  hidden: [],
  chosen: [],
};

// More columns make the page slow; the user may choose more.
const SHOWN_BY_ITSELF = 50;

export function visibleNames(
  columns: readonly GridColumn[],
  { hidden, chosen }: GridPreferences,
): Set<string> {
  const isHidden = new Set(hidden);
  const isChosen = new Set(chosen);
  const shown = columns.filter(({ name, isKey }) => isKey || isChosen.has(name));
  const rest = columns.filter(({ name, isKey }) => {
    return !isKey && !isChosen.has(name) && !isHidden.has(name);
  });
  const room = Math.max(0, SHOWN_BY_ITSELF - shown.length);
  return new Set([...shown, ...rest.slice(0, room)].map(({ name }) => name));
}
