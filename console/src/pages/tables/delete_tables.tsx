/** The dialog that deletes tables. */

import { UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { useRead, useWrite } from "@/aws/queries";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { DeletionSteps } from "./deletion_steps";
import { protectedAmong } from "./protected_tables";
import { useDeletion } from "./use_deletion";

interface Properties {
  readonly names: readonly string[];
  readonly onClose: () => void;
  /** Called with the tables that are being deleted. */
  readonly onDeleted: (names: readonly string[]) => void;
}

const SHOWN_MAX = 10;

export function DeleteTables({ names, onClose, onDeleted }: Properties) {
  const deletion = useDeletion(onDeleted, onClose);
  const [isBackedUp, backUp] = useState(false);
  const isOne = names.length === 1;
  return (
    <ConfirmDialog
      title={isOne ? "Delete table" : `Delete ${String(names.length)} tables`}
      action="Delete"
      word="confirm"
      onClose={() => {
        deletion.stop();
        onClose();
      }}
      onConfirm={() => deletion.run({ names, isBackedUp })}
      isRunning={deletion.isRunning}
      error={deletion.error}
    >
      <Box>
        {isOne ? "This table and all its items are" : "These tables and all their items are"}{" "}
        deleted for good:
      </Box>
      <ul>
        {names.slice(0, SHOWN_MAX).map((name) => (
          <li key={name}>
            <strong>{name}</strong>
          </li>
        ))}
        {names.length > SHOWN_MAX && <li>and {names.length - SHOWN_MAX} more</li>}
      </ul>
      <ProtectedTables names={names} />
      <Checkbox
        checked={isBackedUp}
        disabled={deletion.isRunning}
        description="The deletion begins when the backup is complete."
        onChange={({ detail }) => backUp(detail.checked)}
      >
        Create an on-demand backup of {isOne ? names[0] : "each table"} before deletion
      </Checkbox>
      {deletion.isRunning && deletion.step && (
        <DeletionSteps step={deletion.step} count={names.length} />
      )}
    </ConfirmDialog>
  );
}

/** Offers to turn off deletion protection. The service would refuse to delete the tables. */
function ProtectedTables({ names }: { readonly names: readonly string[] }) {
  const found = useRead(["DescribeTable", { protectedAmong: names }], (clients) =>
    protectedAmong(clients, names),
  ).data;
  const turnOff = useWrite(
    async ({ dynamodb }, protectedNames: readonly string[]) => {
      for (const name of protectedNames) {
        await dynamodb.send(
          new UpdateTableCommand({ TableName: name, DeletionProtectionEnabled: false }),
        );
      }
    },
    { changes: ["DescribeTable"], showsFailure: true },
  );
  if (!found || found.length === 0) return null;
  return (
    <Alert
      type="warning"
      header="Deletion protection is on"
      action={
        <Button loading={turnOff.isPending} onClick={() => turnOff.mutate(found)}>
          Turn off deletion protection
        </Button>
      }
    >
      {found.slice(0, SHOWN_MAX).join(", ")}
      {found.length > SHOWN_MAX && ` and ${String(found.length - SHOWN_MAX)} more`}: protected
      tables cannot be deleted.
      <Failure of={turnOff.error} />
    </Alert>
  );
}
