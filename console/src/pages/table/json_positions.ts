/** Reads JSON and keeps where each value begins, so that a fault can be shown at its line. */

import type { Fault } from "@/parts/code_editor";

export type Json =
  | { readonly kind: "object"; readonly at: number; readonly members: readonly Member[] }
  | { readonly kind: "array"; readonly at: number; readonly items: readonly Json[] }
  | { readonly kind: "text"; readonly at: number; readonly text: string }
  | { readonly kind: "other"; readonly at: number };

export interface Member {
  readonly name: string;
  readonly at: number;
  readonly value: Json;
}

class NotJson extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const DEPTH_MAX = 100;

/** The value of a text, or the first fault in it. */
export function parsed(text: string): { value: Json } | { fault: Fault } {
  try {
    return { value: new Reader(text).document() };
  } catch (thrown) {
    if (thrown instanceof NotJson) return { fault: faultAt(text, thrown.at, thrown.message) };
    throw thrown;
  }
}

export function faultAt(source: string, at: number, text: string): Fault {
  const before = source.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, text };
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Json {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) this.#fail("Nothing may follow the value.");
    return value;
  }

  #value(depth: number): Json {
    this.#space();
    const at = this.#at;
    const next = this.#text[at];
    if (depth > DEPTH_MAX) this.#fail("The text is nested too deeply.");
    if (next === "{") return { kind: "object", at, members: this.#members(depth) };
    if (next === "[") return { kind: "array", at, items: this.#items(depth) };
    if (next === '"') return { kind: "text", at, text: this.#string() };
    this.#match(/(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y, "a value");
    return { kind: "other", at };
  }

  #members(depth: number): Member[] {
    const members: Member[] = [];
    this.#list("}", () => {
      this.#space();
      const at = this.#at;
      if (this.#text[at] !== '"') this.#fail('A name in quotation marks (") is expected here.');
      const name = this.#string();
      this.#space();
      this.#match(/:/y, "a colon (:)");
      members.push({ name, at, value: this.#value(depth + 1) });
    });
    return members;
  }

  #items(depth: number): Json[] {
    const items: Json[] = [];
    this.#list("]", () => items.push(this.#value(depth + 1)));
    return items;
  }

  /** Reads elements, with commas between them, to the closing bracket. */
  #list(close: string, element: () => void): void {
    this.#at += 1;
    this.#space();
    if (this.#text[this.#at] !== close) {
      for (;;) {
        element();
        this.#space();
        if (this.#text[this.#at] !== ",") break;
        this.#at += 1;
      }
    }
    if (this.#text[this.#at] !== close) this.#fail(`A comma (,) or ${close} is expected here.`);
    this.#at += 1;
  }

  #string(): string {
    const found = this.#match(
      /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y,
      "the end of the text in quotation marks",
    );
    return String(JSON.parse(found));
  }

  #space(): void {
    this.#match(/[ \t\r\n]*/y, "");
  }

  #match(pattern: RegExp, what: string): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return this.#fail(`${what} is expected here.`);
    this.#at = pattern.lastIndex;
    return found[0];
  }

  #fail(message: string): never {
    throw new NotJson(this.#at, message.charAt(0).toUpperCase() + message.slice(1));
  }
}
