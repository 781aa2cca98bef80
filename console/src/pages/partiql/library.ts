/** Saved queries and the history of runs, as one user has them in one browser. */

import type { Query } from "./query";
import { queryOf } from "./query";

export interface SavedQuery {
  readonly name: string;
  readonly query: Query;
}

export interface PastRun {
  /** The time as text, in ISO form. */
  readonly at: string;
  readonly query: Query;
  readonly succeeded: boolean;
}

export interface Library {
  /** Sorted by name. */
  readonly saved: readonly SavedQuery[];
  /** The newest run first. */
  readonly history: readonly PastRun[];
}

export const EMPTY_LIBRARY: Library = { saved: [], history: [] };
export const HISTORY_MAX = 200;
// A browser stores about five million characters for all of the console.
export const QUERY_MAX = 100_000;
const FORMAT = "jedlik-partiql-queries";

/** Whether a query is small enough to be stored. */
export function fits(query: Query): boolean {
  return JSON.stringify(query).length <= QUERY_MAX;
}

/** Adds a query, in place of the one with the same name. */
export function withSaved(library: Library, ...added: readonly SavedQuery[]): Library {
  const byName = new Map([...library.saved, ...added].map((saved) => [saved.name, saved]));
  const saved = [...byName.values()].sort((one, other) => one.name.localeCompare(other.name));
  return { ...library, saved };
}

export function withoutSaved(library: Library, name: string): Library {
  return { ...library, saved: library.saved.filter((saved) => saved.name !== name) };
}

/** Adds a run. The same query that ran before moves to the top. */
export function withRun(library: Library, run: PastRun): Library {
  if (!fits(run.query)) return library;
  const text = JSON.stringify(run.query);
  const others = library.history.filter(({ query }) => JSON.stringify(query) !== text);
  return { ...library, history: [run, ...others].slice(0, HISTORY_MAX) };
}

/** The saved queries as the text of a file. */
export function exported(library: Library): string {
  return JSON.stringify({ format: FORMAT, version: 1, queries: library.saved }, null, 2);
}

/** The queries in the text of a file. Throws an Error for people. */
export function imported(text: string): SavedQuery[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    throw new Error(`The file is not JSON: ${(thrown as Error).message}`, { cause: thrown });
  }
  const { format, queries } = (json ?? {}) as Record<string, unknown>;
  if (format !== FORMAT || !Array.isArray(queries)) {
    throw new Error("The file has no queries that this page exported.");
  }
  return queries.map(savedOf);
}

function savedOf(json: unknown, position: number): SavedQuery {
  const { name, query } = (json ?? {}) as Record<string, unknown>;
  const read = queryOf(query);
  if (typeof name !== "string" || name === "" || read === undefined || !fits(read)) {
    throw new Error(`Query ${String(position + 1)} of the file is not valid.`);
  }
  return { name, query: read };
}

/** What was stored, or an empty library if it cannot be read. */
export function libraryOf(stored: unknown): Library {
  const { saved, history } = (stored ?? {}) as Record<string, unknown>;
  return {
    saved: listOf(saved).flatMap(({ name, query }) => {
      const read = queryOf(query);
      return typeof name === "string" && read ? [{ name, query: read }] : [];
    }),
    history: listOf(history).flatMap(({ at, query, succeeded }) => {
      const read = queryOf(query);
      return typeof at === "string" && read
        ? [{ at, query: read, succeeded: succeeded === true }]
        : [];
    }),
  };
}

function listOf(json: unknown): Record<string, unknown>[] {
  if (!Array.isArray(json)) return [];
  return json.filter((member): member is Record<string, unknown> => {
    return member !== null && typeof member === "object";
  });
}
