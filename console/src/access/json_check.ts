/** Where a text is no JSON. Browsers report it in different words, and not all of them a place. */

export interface JsonError {
  readonly message: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Returns the first error, or undefined if the text is JSON. */
export function jsonError(text: string): JsonError | undefined {
  const reader = new Reader(text);
  try {
    reader.value();
    reader.end();
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof Unexpected)) throw thrown;
    const line = text.slice(0, reader.at).split("\n").length;
    return { message: thrown.message, line };
  }
}

class Unexpected extends Error {}

const DEPTH_MAX = 500;
const NUMBER = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const STRING = /"([^"\\\u0000-\u001f]|\\(["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

class Reader {
  at = 0;
  #depth = 0;

  constructor(readonly text: string) {}

  value(): void {
    this.#skip(SPACE);
    const next = this.text[this.at];
    if (next === "{") this.#list("}", () => this.#member());
    else if (next === "[") this.#list("]", () => this.value());
    else if (next === '"') this.#string();
    else if (!this.#skip(NUMBER) && !this.#skip(WORD)) throw this.#expected("a value");
    this.#skip(SPACE);
  }

  end(): void {
    if (this.at < this.text.length) throw this.#expected("the end of the text");
  }

  /** Reads what is between brackets: values or members, with commas between them. */
  #list(close: string, read: () => void): void {
    this.#depth += 1;
    if (this.#depth > DEPTH_MAX) throw new Unexpected("There are too many brackets in brackets");
    this.at += 1;
    this.#skip(SPACE);
    if (this.text[this.at] !== close) {
      read();
      while (this.text[this.at] === ",") {
        this.at += 1;
        read();
      }
    }
    if (this.text[this.at] !== close) throw this.#expected(`a comma or ${close}`);
    this.at += 1;
    this.#depth -= 1;
  }

  #member(): void {
    this.#skip(SPACE);
    this.#string();
    this.#skip(SPACE);
    if (this.text[this.at] !== ":") throw this.#expected("a colon after the name");
    this.at += 1;
    this.value();
  }

  #string(): void {
    if (this.#skip(STRING)) return;
    if (this.text[this.at] !== '"') throw this.#expected("a name in double quotation marks");
    throw new Unexpected("A text in quotation marks does not end, or contains a wrong character");
  }

  /** Goes behind what the pattern matches here. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return false;
    this.at += found[0].length;
    return found[0].length > 0;
  }

  #expected(what: string): Unexpected {
    const found = this.at < this.text.length ? `“${this.text[this.at] ?? ""}”` : "the end";
    return new Unexpected(`Expected ${what}, found ${found}`);
  }
}
