/** Reads a query to its end, with a count and a way to stop. */

import { useEffect, useRef, useState } from "react";
import type { Row } from "./read_page";
import type { Runner } from "./use_run";

export function useReadAll(runner: Runner) {
  const [count, setCount] = useState(0);
  const [isReading, setReading] = useState(false);
  const controller = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  /** All rows; undefined if it was stopped. */
  const readAll = async (): Promise<readonly Row[] | undefined> => {
    const current = new AbortController();
    controller.current = current;
    setReading(true);
    try {
      const run = await runner.readAll(({ rows }) => setCount(rows.length), current.signal);
      return run === undefined || current.signal.aborted ? undefined : run.rows;
    } finally {
      setReading(false);
    }
  };
  return { count, isReading, readAll, stop: () => controller.current?.abort() };
}
