/** The dialog that counts the items of a table by reading all of them. */

import { ScanCommand } from "@aws-sdk/client-dynamodb";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useRef, useState } from "react";
import { Failure } from "@/aws/failure";
import { useClients } from "@/aws/queries";
import { countText } from "@/parts/amounts";
import type { Count, ScanPage } from "./live_count";
import { countItems } from "./live_count";

interface Properties {
  readonly table: string;
  readonly onClose: () => void;
}

export function LiveCountDialog({ table, onClose }: Properties) {
  const { dynamodb } = useClients();
  const [count, setCount] = useState<Count>();
  const [error, setError] = useState<unknown>();
  const [isRunning, setRunning] = useState(false);
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);
  const scan: ScanPage = (start) =>
    dynamodb.send(
      new ScanCommand({
        TableName: table,
        Select: "COUNT",
        ReturnConsumedCapacity: "TOTAL",
        ExclusiveStartKey: start,
      }),
    );
  const run = () => {
    stop.current = new AbortController();
    setRunning(true);
    setError(undefined);
    void countItems(scan, setCount, stop.current.signal)
      .catch((thrown: unknown) => setError(thrown))
      .finally(() => setRunning(false));
  };
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={onClose}>
          Close
        </Button>
        {isRunning ? (
          <Button onClick={() => stop.current?.abort()}>Stop</Button>
        ) : (
          <Button variant="primary" onClick={run}>
            Start scan
          </Button>
        )}
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal
      visible
      header="Get live item count"
      onDismiss={onClose}
      footer={footer}
      closeAriaLabel="Close"
    >
      <SpaceBetween size="m">
        <Alert type="warning">
          This reads all items of {table} by a scan. It consumes read capacity, on a large table a
          lot of it.
        </Alert>
        <Failure of={error} />
        {count && <Progress count={count} isRunning={isRunning} />}
      </SpaceBetween>
    </Modal>
  );
}

function Progress({ count, isRunning }: { readonly count: Count; readonly isRunning: boolean }) {
  const [type, text] = isRunning
    ? (["in-progress", "Counting"] as const)
    : count.isComplete
      ? (["success", "Complete"] as const)
      : (["stopped", "Stopped"] as const);
  return (
    <KeyValuePairs
      columns={3}
      items={[
        { label: "Status", value: <StatusIndicator type={type}>{text}</StatusIndicator> },
        { label: "Items", value: countText(count.items) },
        { label: "Read units consumed", value: countText(count.units) },
      ]}
    />
  );
}
