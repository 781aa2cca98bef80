import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import type { ReactNode } from "react";
import { useState } from "react";
import { FormDialog } from "./form_dialog";

interface Properties {
  readonly title: string;
  readonly children: ReactNode;
  /** The text of the button, such as "Delete". */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** The word that must be typed first. Absent: none. */
  readonly word?: string;
  readonly isRunning?: boolean;
  readonly error?: Error | null;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog(properties: Properties) {
  const { title, children, action, onConfirm, onClose, word, isRunning = false } = properties;
  const [typed, setTyped] = useState("");
  const isReady = word === undefined || typed === word;
  return (
    <FormDialog
      title={title}
      action={action}
      onSubmit={onConfirm}
      onClose={onClose}
      isReady={isReady}
      isRunning={isRunning}
      error={properties.error}
    >
      {children}
      {word !== undefined && (
        <FormField label={`To confirm, type ${word} in the field.`}>
          <Input
            value={typed}
            placeholder={word}
            onChange={({ detail }) => setTyped(detail.value)}
            onKeyDown={({ detail }) => {
              if (detail.key === "Enter" && isReady && !isRunning) onConfirm();
            }}
          />
        </FormField>
      )}
    </FormDialog>
  );
}
