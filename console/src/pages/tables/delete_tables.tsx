/** The dialog that deletes tables. */

import { DeleteTableCommand, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { serviceError } from "@/aws/errors";
import { Failure } from "@/aws/failure";
import { useRead, useWrite } from "@/aws/queries";
import { showMessage } from "@/frame/messages";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { protectedAmong } from "./protected_tables";

interface Properties {
  readonly names: readonly string[];
  readonly onClose: () => void;
  /** Called with the tables that are being deleted. */
  readonly onDeleted: (names: readonly string[]) => void;
}

const SHOWN_MAX = 10;

export function DeleteTables({ names, onClose, onDeleted }: Properties) {
  const deletion = useDeletion(onDeleted, onClose);
  const isOne = names.length === 1;
  return (
    <ConfirmDialog
      title={isOne ? "Delete table" : `Delete ${String(names.length)} tables`}
      action="Delete"
      word="confirm"
      onClose={onClose}
      onConfirm={() => deletion.mutate(names)}
      isRunning={deletion.isPending}
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
    </ConfirmDialog>
  );
}

/** Deletes one table after the other. What failed stays in the list, and the dialog says why. */
function useDeletion(onDeleted: Properties["onDeleted"], onClose: () => void) {
  return useWrite(
    async ({ dynamodb }, names: readonly string[]) => {
      const deleted: string[] = [];
      try {
        for (const name of names) {
          await dynamodb.send(new DeleteTableCommand({ TableName: name }));
          deleted.push(name);
        }
      } catch (thrown) {
        if (deleted.length > 0) onDeleted(deleted);
        throw failureOf(thrown, names[deleted.length] ?? "", names.length > 1);
      }
      return deleted;
    },
    {
      changes: ["ListTables", "DescribeTable"],
      showsFailure: true,
      onSuccess: (deleted) => {
        const content =
          deleted.length === 1
            ? `The request to delete the ${String(deleted[0])} table has been submitted successfully.`
            : `The request to delete ${String(deleted.length)} tables has been submitted successfully.`;
        showMessage({ type: "success", content });
        onDeleted(deleted);
        onClose();
      },
    },
  );
}

/** Says which of several tables the error is about. */
function failureOf(thrown: unknown, name: string, isOneOfMany: boolean): unknown {
  if (!isOneOfMany || !(thrown instanceof Error)) return thrown;
  const { name: code, message } = serviceError(thrown);
  const error = new Error(`${name}: ${message}`);
  error.name = code;
  return error;
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
