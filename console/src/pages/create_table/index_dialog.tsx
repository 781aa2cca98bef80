/** The dialog in which an index is described. */

import { useState } from "react";
import { FormDialog } from "@/parts/form_dialog";
import type { IndexDraft } from "./draft";
import { newIndex } from "./draft";
import { IndexForm } from "./index_form";
import { indexErrors } from "./rules";

export const INDEX_TITLES = {
  global: "Create global index",
  local: "Create local index",
  vector: "Create vector index",
} as const;

interface Properties {
  readonly kind: IndexDraft["kind"];
  /** The names of the other indexes of the table. */
  readonly others: readonly string[];
  readonly onCreate: (index: IndexDraft) => void;
  readonly onClose: () => void;
  readonly isRunning?: boolean;
  readonly error?: Error | null;
}

export function IndexDialog(properties: Properties) {
  const { kind, others, onCreate, onClose, isRunning = false, error } = properties;
  const [index, setIndex] = useState(() => newIndex(kind));
  const [isChecked, setChecked] = useState(false);
  const complete = withoutEmptyLines(index);
  const errors = indexErrors(complete, others);
  const submit = () => {
    setChecked(true);
    if (Object.keys(errors).length === 0) onCreate(complete);
  };
  return (
    <FormDialog
      title={INDEX_TITLES[kind]}
      size="large"
      action="Create index"
      onSubmit={submit}
      onClose={onClose}
      isRunning={isRunning}
      error={error}
    >
      <IndexForm index={index} onChange={setIndex} errors={isChecked ? errors : {}} />
    </FormDialog>
  );
}

function withoutEmptyLines(index: IndexDraft): IndexDraft {
  const { kind, included } = index.projection;
  const names = included.map((name) => name.trim()).filter((name) => name !== "");
  return { ...index, projection: { kind, included: names } };
}
