/** A dialog with a form, its error, "Cancel" and a button that saves. */

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
  readonly onSave: () => void;
  readonly onClose: () => void;
  readonly isRunning: boolean;
  readonly isDisabled?: boolean;
  readonly error: Error | null;
  readonly size?: "medium" | "large";
}

export function FormDialog(properties: Properties) {
  const { title, children, action = "Save changes", onSave, onClose, isRunning } = properties;
  return (
    <Modal
      visible
      header={title}
      size={properties.size ?? "medium"}
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              loading={isRunning}
              disabled={properties.isDisabled ?? false}
              onClick={onSave}
            >
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Failure of={properties.error} />
        {children}
      </SpaceBetween>
    </Modal>
  );
}
