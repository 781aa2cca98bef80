/** What became of each statement of a batch or a transaction. */

import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import type { StatementOutcome } from "./run";

interface Row extends StatementOutcome {
  readonly number: number;
}

export function StatementList({
  statements,
}: {
  readonly statements: readonly StatementOutcome[];
}) {
  const rows = statements.map((statement, at): Row => ({ ...statement, number: at + 1 }));
  return (
    <Table<Row>
      variant="embedded"
      wrapLines
      items={rows}
      trackBy={({ number }) => String(number)}
      ariaLabels={{ tableLabel: "Statements" }}
      columnDefinitions={[
        { id: "number", header: "Statement", cell: ({ number }) => number, width: 100 },
        { id: "text", header: "Text", cell: ({ statement }) => statement, isRowHeader: true },
        { id: "outcome", header: "Result", cell: Result },
      ]}
    />
  );
}

function Result({ error }: Row) {
  if (error === undefined) return <StatusIndicator>No error</StatusIndicator>;
  return (
    <StatusIndicator type="error">
      {error.name}
      {error.message === "" ? "" : `: ${error.message}`}
    </StatusIndicator>
  );
}
