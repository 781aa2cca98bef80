/**
 * JSON without loss: numbers stay text, objects are Maps, and a name that stands twice in an object
 * is an error, because one of its values would be lost.
 */

export type Json =
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "boolean"; readonly is: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "array"; readonly members: readonly Json[] }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Json> };

/** What is wrong in a text, and where. Lines and columns begin at 1. */
export class TextProblem extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, text: string, offset: number) {
    const before = text.slice(0, offset);
    const line = before.split("\n").length;
    const column = offset - before.lastIndexOf("\n");
    super(`Line ${String(line)}, column ${String(column)}: ${message}`);
    this.line = line;
    this.column = column;
  }
}

const DEPTH_MAX = 200;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\r\n]*/y;
// JSON forbids these characters in a string.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORDS: ReadonlyMap<string, Json> = new Map([
  ["true", { kind: "boolean", is: true }],
  ["false", { kind: "boolean", is: false }],
  ["null", { kind: "null" }],
]);

export function parseJson(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  end(): void {
    this.#match(SPACE);
    if (this.#offset < this.#text.length) this.#fail("After the value nothing more may follow.");
  }

  value(depth: number): Json {
    this.#match(SPACE);
    if (depth > DEPTH_MAX) this.#fail("The text is nested too deeply.");
    const next = this.#text[this.#offset];
    if (next === "{") return this.#object(depth);
    if (next === "[") return this.#array(depth);
    if (next === '"') return { kind: "string", text: this.#string() };
    for (const [word, json] of WORDS) {
      if (this.#text.startsWith(word, this.#offset)) {
        this.#offset += word.length;
        return json;
      }
    }
    const number = this.#match(NUMBER);
    if (number !== undefined && number !== "") return { kind: "number", text: number };
    return this.#fail(
      next === undefined ? "A value is missing at the end of the text." : "A value is expected.",
    );
  }

  #object(depth: number): Json {
    const fields = new Map<string, Json>();
    this.#offset += 1;
    if (this.#take("}")) return { kind: "object", fields };
    do {
      this.#match(SPACE);
      const at = this.#offset;
      if (this.#text[at] !== '"')
        this.#fail('A name in double quotation marks or "}" is expected.');
      const name = this.#string();
      if (fields.has(name)) {
        this.#offset = at;
        this.#fail(`The name ${JSON.stringify(name)} stands twice in the same object.`);
      }
      if (!this.#take(":")) this.#fail("A colon is expected after the name.");
      fields.set(name, this.value(depth + 1));
    } while (this.#take(","));
    if (!this.#take("}")) this.#fail('A comma or "}" is expected.');
    return { kind: "object", fields };
  }

  #array(depth: number): Json {
    const members: Json[] = [];
    this.#offset += 1;
    if (this.#take("]")) return { kind: "array", members };
    do members.push(this.value(depth + 1));
    while (this.#take(","));
    if (!this.#take("]")) this.#fail('A comma or "]" is expected.');
    return { kind: "array", members };
  }

  #string(): string {
    const quoted = this.#match(STRING);
    if (quoted === undefined) return this.#fail("The string has no end, or a wrong character.");
    return JSON.parse(quoted) as string;
  }

  #take(mark: string): boolean {
    this.#match(SPACE);
    if (this.#text[this.#offset] !== mark) return false;
    this.#offset += 1;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    this.#offset += found?.length ?? 0;
    return found;
  }

  #fail(message: string): never {
    throw new TextProblem(message, this.#text, this.#offset);
  }
}

const INDENT = "  ";

/** Indented text. `isCompact`: on one line. */
export function writeJson(json: Json, isCompact = false): string {
  return write(json, isCompact ? undefined : "\n");
}

function write(json: Json, line: string | undefined): string {
  switch (json.kind) {
    case "string":
      return JSON.stringify(json.text);
    case "number":
      return json.text;
    case "boolean":
      return String(json.is);
    case "null":
      return "null";
    case "array":
      return wrap(
        json.members.map((member) => write(member, deeper(line))),
        "[]",
        line,
      );
    case "object": {
      const colon = line === undefined ? ":" : ": ";
      const fields = [...json.fields].map(
        ([name, value]) => JSON.stringify(name) + colon + write(value, deeper(line)),
      );
      return wrap(fields, "{}", line);
    }
  }
}

function deeper(line: string | undefined): string | undefined {
  return line === undefined ? undefined : line + INDENT;
}

function wrap(parts: readonly string[], marks: string, line: string | undefined): string {
  const [open, close] = [marks.charAt(0), marks.charAt(1)];
  if (parts.length === 0) return marks;
  if (line === undefined) return open + parts.join(",") + close;
  return open + line + INDENT + parts.join(`,${line}${INDENT}`) + line + close;
}
