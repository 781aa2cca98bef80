/** The steps of a bulk edit. */

import { useEffect, useRef, useState } from "react";
import { useClients } from "@/aws/queries";
import type { Item } from "@/items/value";
import type { BulkChange, Made } from "./bulk";
import { changeOne, undoOne } from "./bulk";
import type { Progress } from "./each";
import { forEach } from "./each";
import type { Row } from "./read_page";
import type { Exploring } from "./use_exploring";
import { useReadAll } from "./use_read_all";

type Step = "form" | "preview" | "done" | "undone";
type Changed = Progress<{ readonly item: Item }>;

const NOTHING: Changed = { done: 0, failed: [] };

export function useBulk(exploring: Exploring) {
  const { items } = useClients();
  const all = useReadAll(exploring.runner);
  const [step, setStep] = useState<Step>("form");
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [made, setMade] = useState<readonly Made[]>([]);
  const [progress, setProgress] = useState(NOTHING);
  const [total, setTotal] = useState(0);
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const controller = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => controller.current?.abort(), []);

  const preview = async () => {
    setError(undefined);
    try {
      const read = await all.readAll();
      if (read === undefined) return;
      setRows(read);
      setStep("preview");
    } catch (thrown) {
      setError(thrown);
    }
  };

  const each = async <T extends { readonly item: Item }>(
    things: readonly T[],
    next: Step,
    act: (thing: T) => Promise<void>,
  ) => {
    const current = new AbortController();
    controller.current = current;
    setStep(next);
    setTotal(things.length);
    setProgress(NOTHING);
    setRunning(true);
    setProgress(await forEach(things, act, setProgress, current.signal));
    setRunning(false);
    await exploring.runAgain();
  };

  const apply = async (change: BulkChange) => {
    const changed: Made[] = [];
    await each(rows, "done", async ({ item }) => {
      const one = await changeOne(items, change, item);
      if (one) changed.push(one);
    });
    setMade(changed);
  };

  const undo = async (change: BulkChange) => {
    await each(made, "undone", (one) => undoOne(items, change, one));
    setMade([]);
  };

  return {
    step,
    rows,
    made,
    progress,
    total,
    error,
    isBusy: isRunning || all.isReading,
    readCount: all.count,
    preview,
    apply,
    undo,
    back: () => setStep("form"),
    stop: () => {
      all.stop();
      controller.current?.abort();
    },
  };
}

export type Bulk = ReturnType<typeof useBulk>;
