/** Runs the deletion of tables for a dialog, and tells what it is doing. */

import { useState } from "react";
import { useWrite } from "@/aws/queries";
import { showMessage } from "@/frame/messages";
import type { Order, Outcome, Step } from "./deletion";
import { deleteTables } from "./deletion";

export function useDeletion(onDeleted: (names: readonly string[]) => void, onClose: () => void) {
  const [step, setStep] = useState<Step>();
  const [stopping] = useState(() => new AbortController());
  const deletion = useWrite(
    async (clients, order: Order) => {
      const outcome = await deleteTables(clients, order, setStep, stopping.signal);
      tell(outcome, stopping.signal.aborted);
      if (outcome.deleted.length > 0) onDeleted(outcome.deleted);
      // What failed stays in the list, and the dialog says why.
      if (outcome.failure !== undefined) throw outcome.failure;
    },
    {
      changes: ["ListTables", "DescribeTable", "ListBackups"],
      showsFailure: true,
      onSuccess: () => {
        if (!stopping.signal.aborted) onClose();
      },
    },
  );
  return {
    run: deletion.mutate,
    isRunning: deletion.isPending,
    error: deletion.error,
    /** What is done now. undefined: it has not begun. */
    step,
    /** No further table is deleted. */
    stop: () => stopping.abort(),
  };
}

function tell({ deleted, backups, failure }: Outcome, isStopped: boolean): void {
  const made =
    backups.length === 1
      ? ` The backup ${String(backups[0])} was made.`
      : backups.length > 1
        ? ` ${String(backups.length)} backups were made.`
        : "";
  if (deleted.length > 0 && failure === undefined) {
    const what =
      deleted.length === 1 ? `the ${String(deleted[0])} table` : `${String(deleted.length)} tables`;
    const content = `The request to delete ${what} has been submitted successfully.${made}`;
    showMessage({ type: "success", content });
  } else if (isStopped && failure === undefined) {
    showMessage({ type: "info", content: `The deletion was canceled.${made}` });
  }
}
