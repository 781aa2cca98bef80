import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { Failure } from "@/aws/failure";

interface Properties {
  readonly title: string;
  readonly children: ReactNode;
  /** The text of the button. */
  readonly action?: string;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** Whether the form is complete. */
  readonly isReady?: boolean;
  readonly isRunning?: boolean;
  readonly error?: unknown;
  readonly size?: "medium" | "large" | "max";
}

/** A dialog with a form. "Cancel" and Escape close it; the button does what its text says. */
export function FormDialog(properties: Properties) {
  const { title, children, action = "Save changes", onSubmit, onClose } = properties;
  const { isReady = true, isRunning = false } = properties;
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="primary" disabled={!isReady} loading={isRunning} onClick={onSubmit}>
          {action}
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal
      visible
      header={title}
      size={properties.size ?? "medium"}
      onDismiss={onClose}
      footer={footer}
      closeAriaLabel="Close"
    >
      <SpaceBetween size="m">
        {children}
        <Failure of={properties.error} />
      </SpaceBetween>
    </Modal>
  );
}
