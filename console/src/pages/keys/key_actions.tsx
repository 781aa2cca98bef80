/** What can be done with an encryption key: enable, disable, delete, keep. */

import {
  CancelKeyDeletionCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { useState } from "react";
import { Field } from "@/access/field";
import { useWrite } from "@/aws/queries";
import { FormDialog } from "@/parts/form_dialog";

const CHANGES = ["DescribeKey"];
type Action = "enable" | "disable" | "cancel";
const DONE: Readonly<Record<Action, string>> = {
  enable: "The key is enabled.",
  disable: "The key is disabled.",
  cancel: "The deletion was canceled. The key is disabled: enable it to use it again.",
};

interface Properties {
  readonly id: string;
  readonly state: string | undefined;
}

export function KeyActions({ id, state }: Properties) {
  const [isDeleting, setDeleting] = useState(false);
  const change = useWrite(
    async ({ kms }, action: Action) => {
      const key = { KeyId: id };
      if (action === "enable") await kms.send(new EnableKeyCommand(key));
      else if (action === "disable") await kms.send(new DisableKeyCommand(key));
      else await kms.send(new CancelKeyDeletionCommand(key));
    },
    { changes: CHANGES, done: (action) => DONE[action] },
  );
  const isPending = state === "PendingDeletion";
  return (
    <>
      <ButtonDropdown
        loading={change.isPending}
        items={[
          { id: "enable", text: "Enable", disabled: state !== "Disabled" },
          { id: "disable", text: "Disable", disabled: state !== "Enabled" },
          isPending
            ? { id: "cancel", text: "Cancel key deletion" }
            : { id: "delete", text: "Schedule key deletion" },
        ]}
        onItemClick={({ detail }) => {
          if (detail.id === "delete") setDeleting(true);
          else if (detail.id === "enable" || detail.id === "disable" || detail.id === "cancel") {
            change.mutate(detail.id);
          }
        }}
      >
        Key actions
      </ButtonDropdown>
      {isDeleting && <ScheduleDeletion id={id} onClose={() => setDeleting(false)} />}
    </>
  );
}

interface DeletionProperties {
  readonly id: string;
  readonly onClose: () => void;
}

function ScheduleDeletion({ id, onClose }: DeletionProperties) {
  const [days, setDays] = useState("30");
  const [typed, setTyped] = useState("");
  const schedule = useWrite(
    ({ kms }) =>
      kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: Number(days) })),
    {
      changes: CHANGES,
      done: () => `The key is deleted in ${days} days. Until then the deletion can be canceled.`,
      onSuccess: onClose,
      showsFailure: true,
    },
  );
  return (
    <FormDialog
      title="Schedule key deletion"
      action="Schedule deletion"
      isReady={typed === "confirm"}
      isRunning={schedule.isPending}
      error={schedule.error}
      onSubmit={() => schedule.mutate(null)}
      onClose={onClose}
    >
      <div>
        What is encrypted with a deleted key can never be read again. The key cannot be used while
        it waits for its deletion.
      </div>
      <Field
        label="Waiting period (in days)"
        constraint="7 to 30 days"
        value={days}
        onChange={setDays}
      />
      <Field
        label="To confirm, type confirm in the field."
        placeholder="confirm"
        value={typed}
        onChange={setTyped}
      />
    </FormDialog>
  );
}
