/** In what two items differ, also inside maps and lists. */

import { valueText } from "./item_text";
import { pathOf } from "./paths";
import type { Item, Value } from "./value";
import { isSame } from "./value";

export type DifferenceKind = "added" | "changed" | "removed";

export interface Difference {
  /** As in a projection: `address.city`, `tags[0]`. */
  readonly path: string;
  readonly kind: DifferenceKind;
  /** Undefined: there was no value. */
  readonly before: Value | undefined;
  /** Undefined: there is no value any more. */
  readonly after: Value | undefined;
}

/**
 * The differences, in the order of the newer item. Maps are compared by name and lists by place, so
 * an element that is inserted changes all that follow. A set is one value.
 */
export function differencesBetween(before: Item, after: Item): Difference[] {
  const found: Difference[] = [];
  compareItems("", before, after, found);
  return found;
}

function compareItems(prefix: string, before: Item, after: Item, found: Difference[]): void {
  for (const name of new Set([...after.keys(), ...before.keys()])) {
    compare(`${prefix}${pathOf(name)}`, before.get(name), after.get(name), found);
  }
}

function compare(
  path: string,
  before: Value | undefined,
  after: Value | undefined,
  found: Difference[],
): void {
  if (isSame(before, after)) return;
  if (before === undefined || after === undefined) {
    found.push({ path, kind: before === undefined ? "added" : "removed", before, after });
  } else if (before.type === "M" && after.type === "M") {
    compareItems(`${path}.`, before.fields, after.fields, found);
  } else if (before.type === "L" && after.type === "L") {
    const length = Math.max(before.members.length, after.members.length);
    for (let at = 0; at < length; at++) {
      compare(`${path}[${String(at)}]`, before.members[at], after.members[at], found);
    }
  } else {
    found.push({ path, kind: "changed", before, after });
  }
}

/** A value as people read it: text in quotation marks, numbers as they are written. */
export function shortText(value: Value): string {
  switch (value.type) {
    case "S":
      return JSON.stringify(value.text);
    case "N":
      return value.text;
    case "BOOL":
      return String(value.is);
    case "NULL":
      return "null";
    default:
      return valueText(value);
  }
}
