/** The dialog that turns point-in-time recovery of a table on and off. */

import { UpdateContinuousBackupsCommand } from "@aws-sdk/client-dynamodb";
import Alert from "@cloudscape-design/components/alert";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useWrite } from "@/aws/queries";
import { DAYS_MAX, daysOf } from "@/backups/backup_words";
import { FormDialog } from "@/parts/form_dialog";

interface Properties {
  readonly table: string;
  readonly isOn: boolean;
  /** The recovery period as it is. Absent while recovery is off. */
  readonly days: number | undefined;
  readonly onClose: () => void;
}

export function RecoveryDialog({ table, isOn, days, onClose }: Properties) {
  // Who opens the dialog of a table without recovery wants to turn it on.
  const [isWanted, want] = useState(true);
  const [text, setText] = useState(String(days ?? DAYS_MAX));
  const wantedDays = daysOf(text);
  const change = useChange(table, onClose);
  const isSame = isWanted === isOn && (!isWanted || wantedDays === days);
  return (
    <FormDialog
      title="Edit point-in-time recovery settings"
      action="Save changes"
      onSubmit={() => change.mutate(isWanted ? wantedDays : undefined)}
      onClose={onClose}
      isReady={!isSame && (!isWanted || wantedDays !== undefined)}
      isRunning={change.isPending}
      error={change.error}
    >
      <Checkbox
        checked={isWanted}
        description="Each write then also stores the item as it was before."
        onChange={({ detail }) => want(detail.checked)}
      >
        Turn on point-in-time recovery
      </Checkbox>
      {isWanted && (
        <FormField
          label="Recovery period in days"
          description="For how many days changes are stored."
          constraintText={`A whole number from 1 to ${String(DAYS_MAX)}.`}
          errorText={wantedDays === undefined && `Type a number from 1 to ${String(DAYS_MAX)}.`}
        >
          <Input
            value={text}
            inputMode="numeric"
            onChange={({ detail }) => setText(detail.value)}
          />
        </FormField>
      )}
      {isOn && !isWanted && (
        <Alert type="warning">
          {table} can then no longer be restored to a time before now. If you turn recovery on
          again, the earliest restore point is the time of that.
        </Alert>
      )}
    </FormDialog>
  );
}

/** Saves the recovery period in days. undefined turns recovery off. */
function useChange(table: string, onSuccess: () => void) {
  return useWrite(
    ({ dynamodb }, days: number | undefined) =>
      dynamodb.send(
        new UpdateContinuousBackupsCommand({
          TableName: table,
          PointInTimeRecoverySpecification: {
            PointInTimeRecoveryEnabled: days !== undefined,
            ...(days !== undefined && { RecoveryPeriodInDays: days }),
          },
        }),
      ),
    {
      changes: ["DescribeContinuousBackups"],
      showsFailure: true,
      done: (days) =>
        days === undefined
          ? `Point-in-time recovery of ${table} was turned off.`
          : `Point-in-time recovery of ${table} is on. Recovery period in days: ${String(days)}.`,
      onSuccess,
    },
  );
}
