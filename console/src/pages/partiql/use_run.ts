/** Runs the query of a tab, and reads its next pages. */

import { useState } from "react";
import { useReadAgain, useWrite } from "@/aws/queries";
import { useLibrary } from "./use_library";
import { withRun } from "./library";
import type { Query } from "./query";
import { statementsToRun } from "./query";
import type { Outcome, RunOptions, StatementOutcome } from "./run";
import { cancelled, joined, run } from "./run";

export interface ShownRun {
  readonly query: Query;
  readonly options: RunOptions;
  readonly startedAt: Date;
  readonly milliseconds: number;
  readonly outcome?: Outcome;
  readonly error?: Error;
  /** The statements of a cancelled transaction. */
  readonly cancelled?: readonly StatementOutcome[];
}

export interface Runner {
  readonly start: (query: Query, options: RunOptions) => void;
  readonly readOn: (shown: ShownRun) => void;
  readonly isRunning: boolean;
}

interface Request {
  readonly query: Query;
  readonly options: RunOptions;
  readonly earlier?: ShownRun;
}

// What a writing statement may change on other pages.
const CHANGED = ["Scan", "Query", "GetItem", "DescribeTable"];

export function useRun(onShown: (run: ShownRun) => void): Runner {
  const [, changeLibrary] = useLibrary();
  const [isRunning, setRunning] = useState(false);
  const readAgain = useReadAgain();
  const write = useWrite(
    ({ items }, { query, options, earlier }: Request) =>
      run(items, query, options, earlier?.outcome?.nextToken),
    { showsFailure: true },
  );
  const send = async (request: Request) => {
    const { query, options, earlier } = request;
    const startedAt = new Date();
    const started = performance.now();
    setRunning(true);
    let shown: Pick<ShownRun, "outcome" | "error" | "cancelled">;
    try {
      const outcome = await write.mutateAsync(request);
      shown = { outcome: earlier?.outcome ? joined(earlier.outcome, outcome) : outcome };
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const reasons = cancelled(query, thrown);
      const read = earlier?.outcome && { outcome: earlier.outcome };
      shown = { ...read, error, ...(reasons && { cancelled: reasons }) };
    }
    setRunning(false);
    onShown({
      query,
      options,
      startedAt,
      milliseconds: performance.now() - started,
      ...shown,
    });
    if (earlier === undefined) {
      const succeeded = shown.error === undefined;
      changeLibrary((library) =>
        withRun(library, { at: startedAt.toISOString(), query, succeeded }),
      );
    }
    if (statementsToRun(query).some(({ writes }) => writes)) await readAgain(...CHANGED);
  };
  return {
    start: (query, options) => void send({ query, options }),
    readOn: (earlier) => void send({ query: earlier.query, options: earlier.options, earlier }),
    isRunning,
  };
}
