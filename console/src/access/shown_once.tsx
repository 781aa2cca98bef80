/** A dialog with a secret that nobody can see again: to copy, or to download as a file. */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { downloadText } from "@/parts/download_text";
import { csvText } from "./csv";

interface Properties {
  readonly title: string;
  readonly warning: string;
  readonly children: ReactNode;
  /** The file: its name, and its columns with their values. */
  readonly fileName: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly onDone: () => void;
}

export function ShownOnce({ title, warning, children, fileName, columns, onDone }: Properties) {
  const download = () =>
    downloadText(fileName, "text/csv", csvText(Object.keys(columns), Object.values(columns)));
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button iconName="download" onClick={download}>
          Download .csv file
        </Button>
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible header={title} onDismiss={onDone} footer={footer} closeAriaLabel="Close">
      <SpaceBetween size="m">
        <Alert type="warning">{warning}</Alert>
        {children}
      </SpaceBetween>
    </Modal>
  );
}
