/** What a simulation found: each action on each resource, with the statements that decided. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import Spinner from "@cloudscape-design/components/spinner";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import type { Clients } from "@/aws/clients";
import { Failure } from "@/aws/failure";
import { useRead } from "@/aws/queries";
import { CodeEditor } from "@/parts/code_editor";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { Decision } from "./decision";
import { indented } from "./documents";
import type { MatchedStatement, Result } from "./simulation";
import { linesText, statementText } from "./simulation";

/** Finds the document that a result names, as it is stored. */
export type DocumentOf = (clients: Clients, policy: string) => Promise<string | undefined>;

interface Properties {
  readonly results: readonly Result[];
  readonly documentOf: DocumentOf;
}

export function SimulationResults({ results, documentOf }: Properties) {
  const [shown, show] = useState<MatchedStatement>();
  const columns: readonly Column<Result>[] = [
    {
      id: "action",
      header: "Action",
      cell: ({ action }) => action,
      sortedBy: ({ action }) => action,
      width: 210,
    },
    {
      id: "decision",
      header: "Decision",
      cell: ({ decision }) => <Decision decision={decision} />,
      sortedBy: ({ decision }) => decision,
      width: 190,
    },
    {
      id: "statements",
      header: "Deciding statements",
      cell: (result) => <Statements result={result} onShow={show} />,
      width: 380,
    },
    {
      id: "resource",
      header: "Resource",
      cell: ({ resource }) => resource,
      sortedBy: ({ resource }) => resource,
      width: 320,
    },
  ];
  return (
    <>
      <ListTable
        id="simulation-results"
        title="Results"
        noun="result"
        variant="container"
        items={results}
        columns={columns}
        nameOf={({ action, resource }) => `${action} ${resource}`}
        empty={<EmptyList text="Nothing was simulated." />}
      />
      {shown && <Shown statement={shown} documentOf={documentOf} onClose={() => show(undefined)} />}
    </>
  );
}

interface StatementsProperties {
  readonly result: Result;
  readonly onShow: (statement: MatchedStatement) => void;
}

function Statements({ result, onShow }: StatementsProperties) {
  const { statements, missingKeys, isStoppedByBoundary } = result;
  return (
    <>
      {statements.map((each) => (
        <div key={JSON.stringify(each)}>
          <Button
            variant="inline-link"
            ariaLabel={`Show the statement of ${each.policy}`}
            onClick={() => onShow(each)}
          >
            {each.policy}
          </Button>{" "}
          {linesText(each.start, each.end)}
        </div>
      ))}
      {statements.length === 0 && <Box>No statement covers it.</Box>}
      {isStoppedByBoundary && (
        <StatusIndicator type="stopped">
          The permissions boundary does not allow it.
        </StatusIndicator>
      )}
      {missingKeys.length > 0 && (
        <StatusIndicator type="info">
          No value was given for {missingKeys.join(", ")}.
        </StatusIndicator>
      )}
    </>
  );
}

interface ShownProperties {
  readonly statement: MatchedStatement;
  readonly documentOf: DocumentOf;
  readonly onClose: () => void;
}

function Shown({ statement, documentOf, onClose }: ShownProperties) {
  const { policy, start, end } = statement;
  const document = useRead(["StatementDocument", statement], async (clients) => {
    const found = await documentOf(clients, policy);
    return found === undefined ? null : indented(statementText(found, start, end));
  });
  return (
    <Modal
      visible
      size="large"
      header={`${policy}, ${linesText(start, end)}`}
      onDismiss={onClose}
      closeAriaLabel="Close"
    >
      <Failure of={document.error} />
      {document.isPending && <Spinner />}
      {document.data === null && <Box>The policy was not found. It may have been deleted.</Box>}
      {typeof document.data === "string" && (
        <CodeEditor label="Statement" language="json" value={document.data} isReadOnly />
      )}
    </Modal>
  );
}
