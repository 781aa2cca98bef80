/** An export needs point-in-time recovery: whether it is on, and a way to turn it on. */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { isRecoveryOn, useRecovery } from "@/backups/reads";
import { RecoveryDialog } from "@/pages/table/recovery_dialog";
import { utcText } from "@/parts/utc_fields";

export function RecoveryNotice({ table }: { readonly table: string }) {
  const [isEditing, edit] = useState(false);
  const backups = useRecovery(table);
  const recovery = backups.data?.PointInTimeRecoveryDescription;
  if (backups.error) return <Failure of={backups.error} />;
  if (backups.data === undefined) {
    return <StatusIndicator type="loading">Reading: point-in-time recovery</StatusIndicator>;
  }
  return (
    <>
      {isRecoveryOn(backups.data) ? (
        <Box>
          <StatusIndicator>Point-in-time recovery is on.</StatusIndicator> The table can be exported
          as it was at any second since {utcText(recovery?.EarliestRestorableDateTime)}.
        </Box>
      ) : (
        <Alert
          type="warning"
          action={
            <Button formAction="none" onClick={() => edit(true)}>
              Turn on point-in-time recovery
            </Button>
          }
        >
          Point-in-time recovery of {table} is off. An export needs it.
        </Alert>
      )}
      {isEditing && (
        <RecoveryDialog table={table} isOn={false} days={undefined} onClose={() => edit(false)} />
      )}
    </>
  );
}
