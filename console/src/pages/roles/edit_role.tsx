/** Changes the description and the longest session of a role. */

import type { Role } from "@aws-sdk/client-iam";
import { UpdateRoleCommand } from "@aws-sdk/client-iam";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { Field } from "@/access/field";
import { useWrite } from "@/aws/queries";
import { FormDialog } from "@/parts/form_dialog";

const HOUR_S = 3600;
const HOURS = [1, 2, 4, 8, 12];

export function durationText(seconds: number | undefined): string {
  if (seconds === undefined) return "-";
  if (seconds % HOUR_S !== 0) return `${String(seconds)} seconds`;
  const hours = seconds / HOUR_S;
  return hours === 1 ? "1 hour" : `${String(hours)} hours`;
}

interface Properties {
  readonly role: Role;
  readonly onClose: () => void;
}

export function EditRole({ role, onClose }: Properties) {
  const [description, setDescription] = useState(role.Description ?? "");
  const [seconds, setSeconds] = useState(role.MaxSessionDuration ?? HOUR_S);
  const offered = [...new Set([...HOURS.map((hours) => hours * HOUR_S), seconds])];
  const options = offered.map((value) => ({ value: String(value), label: durationText(value) }));
  const save = useWrite(
    ({ iam }) =>
      iam.send(
        new UpdateRoleCommand({
          RoleName: role.RoleName,
          Description: description,
          MaxSessionDuration: seconds,
        }),
      ),
    {
      changes: ["GetRole", "ListRoles"],
      done: () => "The role was changed.",
      onSuccess: onClose,
      showsFailure: true,
    },
  );
  return (
    <FormDialog
      title={`Edit ${role.RoleName ?? ""}`}
      action="Save changes"
      isRunning={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(null)}
      onClose={onClose}
    >
      <Field label="Description" value={description} onChange={setDescription} />
      <FormField
        label="Maximum session duration"
        description="The longest time for which somebody can take the role."
      >
        <Select
          selectedOption={options.find(({ value }) => value === String(seconds)) ?? null}
          options={options}
          onChange={({ detail }) => setSeconds(Number(detail.selectedOption.value))}
        />
      </FormField>
    </FormDialog>
  );
}
