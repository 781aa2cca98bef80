import { describe, expect, it } from "vitest";
import type { Query } from "./query";
import type { Library } from "./library";
import {
  EMPTY_LIBRARY,
  HISTORY_MAX,
  QUERY_MAX,
  exported,
  imported,
  libraryOf,
  withoutSaved,
  withRun,
  withSaved,
} from "./library";

const query = (text: string): Query => ({ text, mode: "single", parameters: [] });
const run = (text: string) => ({ at: "2026-11-30T00:00:00Z", query: query(text), succeeded: true });

describe("saved queries", () => {
  it("are sorted, replaced by name and removed", () => {
    let library = withSaved(EMPTY_LIBRARY, { name: "b", query: query("1") });
    library = withSaved(
      library,
      { name: "a", query: query("2") },
      { name: "b", query: query("3") },
    );
    expect(library.saved.map(({ name, query: { text } }) => name + text)).toEqual(["a2", "b3"]);
    expect(withoutSaved(library, "a").saved.map(({ name }) => name)).toEqual(["b"]);
  });

  it("come back from a file", () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      name: `q${String(at)}`,
      query: query("?"),
    }));
    const library = withSaved(EMPTY_LIBRARY, ...many);
    expect(withSaved(EMPTY_LIBRARY, ...imported(exported(library)))).toEqual(library);
  });

  it.each([
    ["{", /not JSON/],
    ["null", /no queries/],
    ['{"format": "other", "queries": []}', /no queries/],
    ['{"format": "jedlik-partiql-queries", "queries": [{"name": "a"}]}', /Query 1/],
    ['{"format": "jedlik-partiql-queries", "queries": [null]}', /Query 1/],
  ])("of the file %s are refused", (text, message) => {
    expect(() => imported(text)).toThrow(message);
  });
});

describe("the history", () => {
  it("has the newest run first, and each query once", () => {
    let library: Library = EMPTY_LIBRARY;
    for (const text of ["1", "2", "1"]) library = withRun(library, run(text));
    expect(library.history.map((past) => past.query.text)).toEqual(["1", "2"]);
  });

  it("has a bound", () => {
    let library: Library = EMPTY_LIBRARY;
    for (let at = 0; at < HISTORY_MAX + 5; at++) library = withRun(library, run(String(at)));
    expect(library.history).toHaveLength(HISTORY_MAX);
    expect(withRun(library, run("x".repeat(QUERY_MAX + 1)))).toBe(library);
  });
});

describe("libraryOf", () => {
  it("leaves out what it cannot read", () => {
    expect(libraryOf(undefined)).toEqual(EMPTY_LIBRARY);
    expect(libraryOf({ saved: [1, { name: "a" }], history: "x" })).toEqual(EMPTY_LIBRARY);
    const library = withRun(withSaved(EMPTY_LIBRARY, { name: "a", query: query("1") }), run("2"));
    expect(libraryOf(JSON.parse(JSON.stringify(library)))).toEqual(library);
  });
});
