/** The dialog in which an index is described. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { Failure } from "@/aws/failure";
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
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="primary" loading={isRunning} onClick={submit}>
          Create index
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal
      visible
      size="large"
      header={INDEX_TITLES[kind]}
      onDismiss={onClose}
      footer={footer}
      closeAriaLabel="Close"
    >
      <SpaceBetween size="m">
        <Failure of={error} />
        <IndexForm index={index} onChange={setIndex} errors={isChecked ? errors : {}} />
      </SpaceBetween>
    </Modal>
  );
}

function withoutEmptyLines(index: IndexDraft): IndexDraft {
  const { kind, included } = index.projection;
  const names = included.map((name) => name.trim()).filter((name) => name !== "");
  return { ...index, projection: { kind, included: names } };
}
