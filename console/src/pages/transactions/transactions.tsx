/** Builds and runs a transaction: actions that all succeed or change nothing. */

import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useWrite } from "@/aws/queries";
import { requestToken } from "@/aws/request_token";
import { ActionForm } from "./action_form";
import type { Action, Kind, TransactionRequest } from "./actions";
import { FieldProblem, newAction, requestOf } from "./actions";
import type { Answer } from "./outcomes";
import { outcomesOf } from "./outcomes";
import { TransactionResult } from "./transaction_result";

const ACTIONS_MAX = 100;

export default function Transactions() {
  const [actions, setActions] = useState<readonly Action[]>([newAction(1, "Put")]);
  const [problem, setProblem] = useState<FieldProblem>();
  const transaction = useWrite(
    ({ items }, { operation, input }: TransactionRequest) =>
      items.call<Answer>(operation, {
        ...input,
        ...(operation === "TransactWriteItems" && { ClientRequestToken: requestToken() }),
      }),
    { showsFailure: true, changes: ["Scan", "Query", "GetItem", "DescribeTable"] },
  );
  const reads = actions[0]?.kind === "Get";
  const become = (changed: readonly Action[]) => {
    setActions(changed);
    setProblem(undefined);
    transaction.reset();
  };
  const add = () => {
    const id = Math.max(...actions.map((action) => action.id)) + 1;
    const table = actions.at(-1)?.table ?? "";
    become([...actions, { ...newAction(id, reads ? "Get" : "Put"), table }]);
  };
  const run = () => {
    try {
      transaction.mutate(requestOf(actions));
      setProblem(undefined);
    } catch (thrown) {
      if (!(thrown instanceof FieldProblem)) throw thrown;
      setProblem(thrown);
    }
  };
  const outcomes = outcomesOf(actions.length, transaction.data, transaction.error);
  return (
    <ContentLayout
      disableOverlap
      header={
        <Header
          variant="h1"
          description="All actions succeed, or none changes anything. At most 100 actions, on any tables of the account in this Region."
          actions={
            <Button variant="primary" loading={transaction.isPending} onClick={run}>
              Run transaction
            </Button>
          }
        >
          Transaction builder
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ReadOrWrite
          reads={reads}
          onChange={(kind) => become(actions.map((action) => ({ ...action, kind })))}
        />
        {actions.map((action, at) => (
          <ActionForm
            key={action.id}
            number={at + 1}
            action={action}
            problem={problem?.id === action.id ? problem : undefined}
            outcome={outcomes[at]}
            onChange={(changed) => become(actions.map((one) => (one === action ? changed : one)))}
            {...(actions.length > 1 && {
              onRemove: () => become(actions.filter((one) => one !== action)),
            })}
          />
        ))}
        <Button iconName="add-plus" disabled={actions.length >= ACTIONS_MAX} onClick={add}>
          Add action
        </Button>
        <TransactionResult
          answer={transaction.data}
          error={transaction.error}
          hasOutcomes={outcomes.length > 0}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}

interface ReadOrWriteProperties {
  readonly reads: boolean;
  readonly onChange: (kind: Kind) => void;
}

function ReadOrWrite({ reads, onChange }: ReadOrWriteProperties) {
  return (
    <SegmentedControl
      label="What the transaction does"
      selectedId={reads ? "Get" : "Put"}
      options={[
        { id: "Put", text: "Write items" },
        { id: "Get", text: "Get items" },
      ]}
      onChange={({ detail }) => onChange(detail.selectedId === "Get" ? "Get" : "Put")}
    />
  );
}
