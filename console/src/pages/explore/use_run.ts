/** Runs a read and keeps what it returned, page by page, without gaps. */

import { useCallback, useRef, useState } from "react";
import { useClients } from "@/aws/queries";
import type { ReadRequest } from "@/items/request";
import type { KeyAttribute } from "@/items/sources";
import type { WireObject } from "@/items/wire";
import type { Row } from "./read_page";
import { readPage } from "./read_page";

export interface Run {
  readonly request: ReadRequest;
  readonly startedAt: Date;
  readonly rows: readonly Row[];
  readonly next: WireObject | undefined;
  readonly scanned: number;
  readonly units: number;
}

export interface RunState {
  readonly run: Run | undefined;
  readonly isRunning: boolean;
  readonly error: unknown;
}

export interface Runner extends RunState {
  /** Begins a read. `limit`: how many items are wanted. */
  readonly start: (request: ReadRequest, limit: number) => Promise<Run | undefined>;
  /** Reads on. */
  readonly more: (limit: number) => Promise<Run | undefined>;
  /** Reads to the end. `onPage` is called after each page; reading ends when the signal says so. */
  readonly readAll: (onPage: (run: Run) => void, signal: AbortSignal) => Promise<Run | undefined>;
  /** Changes the rows that are shown, after a write. */
  readonly changeRows: (change: (rows: readonly Row[]) => readonly Row[]) => void;
  readonly dismiss: () => void;
}

export function useRun(key: readonly KeyAttribute[], remembered: Run | undefined): Runner {
  const { items } = useClients();
  const [state, setState] = useState<RunState>({
    run: remembered,
    isRunning: false,
    error: undefined,
  });
  const controller = useRef<AbortController | undefined>(undefined);

  const read = useCallback(
    async (before: Run, limit: number, signal: AbortSignal): Promise<Run> => {
      const { request, next } = before;
      // With a filter the limit would count items that the filter then drops.
      const wanted = "FilterExpression" in request.input ? undefined : limit;
      const page = await readPage(items, request, key, { start: next, limit: wanted, signal });
      return {
        ...before,
        rows: [...before.rows, ...page.rows],
        next: page.next,
        scanned: before.scanned + page.scanned,
        units: before.units + page.units,
      };
    },
    [items, key],
  );

  const go = async (before: Run, limit: number): Promise<Run | undefined> => {
    controller.current?.abort();
    const current = new AbortController();
    controller.current = current;
    setState({ run: before, isRunning: true, error: undefined });
    try {
      const run = await read(before, limit, current.signal);
      setState({ run, isRunning: false, error: undefined });
      return run;
    } catch (error) {
      // A read that a newer one ended says nothing.
      if (!current.signal.aborted) setState({ run: before, isRunning: false, error });
      return undefined;
    }
  };

  const readAll: Runner["readAll"] = async (onPage, signal) => {
    let run = state.run;
    while (run?.next !== undefined && !signal.aborted) {
      run = await read(run, ALL_LIMIT, signal);
      setState({ run, isRunning: false, error: undefined });
      onPage(run);
    }
    return run;
  };

  return {
    ...state,
    start: (request, limit) => go(emptyRun(request), limit),
    more: async (limit) => (state.run === undefined ? undefined : go(state.run, limit)),
    readAll,
    changeRows: (change) =>
      setState((old) => ({ ...old, run: old.run && { ...old.run, rows: change(old.run.rows) } })),
    dismiss: () => setState((old) => ({ ...old, error: undefined })),
  };
}

/** A page of this many items ends at 1 MB as a rule. */
const ALL_LIMIT = 10_000;

function emptyRun(request: ReadRequest): Run {
  const counts = { scanned: 0, units: 0 };
  return { request, startedAt: new Date(), rows: [], next: undefined, ...counts };
}
