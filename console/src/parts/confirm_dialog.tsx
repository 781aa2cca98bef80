import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { useState } from "react";
import { Failure } from "@/aws/failure";

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
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="primary" disabled={!isReady} loading={isRunning} onClick={onConfirm}>
          {action}
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible header={title} onDismiss={onClose} footer={footer} closeAriaLabel="Close">
      <SpaceBetween size="m">
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
        <Failure of={properties.error} />
      </SpaceBetween>
    </Modal>
  );
}
