/** What became of the whole transaction. */

import Alert from "@cloudscape-design/components/alert";
import { describeFailure } from "@/aws/failure";
import type { Answer } from "./outcomes";

interface Properties {
  readonly answer: Answer | undefined;
  readonly error: Error | null;
  /** Whether the actions show what became of them. */
  readonly hasOutcomes: boolean;
}

export function TransactionResult({ answer, error, hasOutcomes }: Properties) {
  if (error) {
    const { content, action } = describeFailure(error);
    return (
      <Alert type="error" header="The transaction failed, and nothing was changed." action={action}>
        {content}
        {hasOutcomes && " Each action shows its own reason."}
      </Alert>
    );
  }
  if (!answer) return null;
  const units = (answer.ConsumedCapacity ?? []).reduce(
    (total, { CapacityUnits: each }) => total + (each ?? 0),
    0,
  );
  return (
    <Alert type="success" header="The transaction succeeded.">
      Capacity units consumed: {units}
    </Alert>
  );
}
