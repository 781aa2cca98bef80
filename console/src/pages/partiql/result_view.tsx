/** The result of a run: what happened, and the items as a table or as JSON. */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { describeFailure } from "@/aws/failure";
import { itemJson } from "@/items/item_text";
import { writeJson } from "@/items/json";
import type { Item } from "@/items/value";
import { timeText } from "@/parts/amounts";
import { CodeEditor } from "@/parts/code_editor";
import { ItemTable } from "./item_table";
import { unitsOf } from "./run";
import { StatementList } from "./statement_list";
import type { ShownRun } from "./use_run";

interface Properties {
  readonly run: ShownRun | undefined;
  readonly isRunning: boolean;
  readonly onReadOn: (run: ShownRun) => void;
  /** Whether the text in the editor is another one than the one that ran. */
  readonly isOld: boolean;
}

export function ResultView({ run, isRunning, onReadOn, isOld }: Properties) {
  if (run === undefined) {
    if (!isRunning) return null;
    return (
      <div role="status">
        <Spinner /> Running
      </div>
    );
  }
  return (
    <SpaceBetween size="m">
      <Head run={run} isOld={isOld} />
      {run.error && <RunFailure error={run.error} />}
      <Statements run={run} />
      {run.outcome && <Items key={run.startedAt.getTime()} run={run} />}
      {run.outcome?.nextToken !== undefined && (
        <Button loading={isRunning} onClick={() => onReadOn(run)}>
          Retrieve next page
        </Button>
      )}
    </SpaceBetween>
  );
}

function Head({ run, isOld }: { readonly run: ShownRun; readonly isOld: boolean }) {
  const failed = run.error !== undefined;
  return (
    <SpaceBetween direction="horizontal" size="m">
      <div role="status">
        <StatusIndicator type={failed ? "error" : "success"}>
          {failed ? "Failed" : "Completed"}
        </StatusIndicator>
      </div>
      <Box>Started on {timeText(run.startedAt)}</Box>
      <Box>Elapsed time {run.milliseconds.toFixed(0)}ms</Box>
      {run.outcome && <Box>Capacity units consumed: {unitsOf(run.outcome.capacity)}</Box>}
      {isOld && <Box color="text-status-info">The statement was changed since.</Box>}
    </SpaceBetween>
  );
}

function RunFailure({ error }: { readonly error: Error }) {
  const { content, action } = describeFailure(error);
  return (
    <Alert
      type="error"
      header="An error occurred during the execution of the command."
      action={action}
    >
      {content}
    </Alert>
  );
}

function Statements({ run }: { readonly run: ShownRun }) {
  const statements = run.cancelled ?? run.outcome?.statements;
  return statements ? <StatementList statements={statements} /> : null;
}

/** The whole result as one array of DynamoDB JSON. */
function jsonText(items: readonly Item[]): string {
  return writeJson({ kind: "array", members: items.map((item) => itemJson(item, "dynamodb")) });
}

function Items({ run }: { readonly run: ShownRun }) {
  const [view, setView] = useState("table");
  const { items, origins } = run.outcome ?? { items: [], origins: [] };
  return (
    <Tabs
      ariaLabel="Result"
      activeTabId={view}
      onChange={({ detail }) => setView(detail.activeTabId)}
      tabs={[
        {
          id: "table",
          label: "Table view",
          content: <ItemTable items={items} {...(run.outcome?.statements && { origins })} />,
        },
        {
          id: "json",
          label: "JSON view",
          content: (
            <CodeEditor label="Items as JSON" language="json" isReadOnly value={jsonText(items)} />
          ),
        },
      ]}
    />
  );
}
