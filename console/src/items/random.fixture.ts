/** Random values for tests. A seed gives the same value each time. */

import type { Json } from "./json";
import type { Item, Value } from "./value";

export function seeds(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

type Random = (below: number) => number;

/** mulberry32: small and even enough for tests. */
function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const TEXTS = [
  "",
  "a",
  "=cmd()",
  "'=x",
  "+1",
  "-",
  "@",
  "\ttab",
  'say "hi", you',
  "two\nlines\r\nend",
  " space ",
  "ü😀\u0000",
  "__proto__",
  "null",
  "a.b[0]",
  "x (N)",
  '{"S":"x"}',
  "\uFEFF",
];
const NUMBERS = ["0", "-1", "1.5", "12345678901234567890123456789012345678", "1E-130", "9.9e125"];
const BYTES = ["", "AA==", "SGVsbG8=", "////"];
const NAMES = [...TEXTS.filter((text) => text !== ""), "constructor", "toString", "name"];

function one<T>(random: Random, from: readonly T[]): T {
  const chosen = from[random(from.length)];
  if (chosen === undefined) throw new Error("There is nothing to choose from.");
  return chosen;
}

export function randomJson(seed: number): Json {
  return jsonOf(randomOf(seed), 4);
}

function jsonOf(random: Random, depth: number): Json {
  const kind = random(depth > 0 ? 6 : 4);
  if (kind === 0) return { kind: "string", text: one(random, TEXTS) };
  if (kind === 1) return { kind: "number", text: one(random, NUMBERS) };
  if (kind === 2) return { kind: "boolean", is: random(2) === 0 };
  if (kind === 3) return { kind: "null" };
  const length = random(4);
  if (kind === 4) {
    return { kind: "array", members: Array.from({ length }, () => jsonOf(random, depth - 1)) };
  }
  const fields = Array.from(
    { length },
    () => [one(random, NAMES), jsonOf(random, depth - 1)] as const,
  );
  return { kind: "object", fields: new Map(fields) };
}

/** `isPlain`: without sets and binary, which plain JSON cannot hold. */
export function randomItem(seed: number, isPlain = false): Item {
  const random = randomOf(seed);
  return fieldsOf(random, 3, isPlain, 1 + random(5));
}

function fieldsOf(random: Random, depth: number, isPlain: boolean, length: number): Item {
  const fields = Array.from(
    { length },
    () => [one(random, NAMES), valueOf(random, depth, isPlain)] as const,
  );
  return new Map(fields);
}

function valueOf(random: Random, depth: number, isPlain: boolean): Value {
  const kinds = ["S", "N", "BOOL", "NULL", ...(isPlain ? [] : (["B", "SS", "NS", "BS"] as const))];
  const kind = one(random, depth > 0 ? [...kinds, "L", "M"] : kinds);
  const some = (from: readonly string[]) => [...new Set([one(random, from), one(random, from)])];
  switch (kind) {
    case "S":
      return { type: "S", text: one(random, TEXTS) };
    case "N":
      return { type: "N", text: one(random, NUMBERS) };
    case "B":
      return { type: "B", text: one(random, BYTES) };
    case "BOOL":
      return { type: "BOOL", is: random(2) === 0 };
    case "SS":
      return { type: "SS", texts: some(TEXTS) };
    case "NS":
      return { type: "NS", texts: some(NUMBERS) };
    case "BS":
      return { type: "BS", texts: some(BYTES) };
    case "L": {
      const members = Array.from({ length: random(4) }, () => valueOf(random, depth - 1, isPlain));
      return { type: "L", members };
    }
    case "M":
      return { type: "M", fields: fieldsOf(random, depth - 1, isPlain, random(4)) };
    default:
      return { type: "NULL" };
  }
}
