/** The fields of a rule: when backups are made, where they are, how long they stay. */

import Autosuggest from "@cloudscape-design/components/autosuggest";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "@/access/field";
import { Failure } from "@/aws/failure";
import { Choice } from "@/parts/choice";
import { useVaultNames } from "./reads";
import type { RuleDraft, RuleErrors } from "./rule_draft";
import { ScheduleFields } from "./schedule_fields";

const WINDOWS = [
  {
    value: "default",
    label: "Use backup window defaults",
    description: "A backup begins within 8 hours of its time and completes within 7 days.",
  },
  { value: "custom", label: "Customize backup window" },
] as const;

interface Properties {
  readonly rule: RuleDraft;
  readonly set: (part: Partial<RuleDraft>) => void;
  readonly errors: RuleErrors;
}

type Text = "name" | "startHours" | "completeHours" | "cold" | "kept";

export function RuleFields({ rule, set, errors }: Properties) {
  const field = (member: Text) => ({
    value: rule[member],
    onChange: (value: string) => set({ [member]: value }),
    error: errors[member],
  });
  return (
    <SpaceBetween size="m">
      <Field label="Backup rule name" {...field("name")} />
      <VaultField rule={rule} set={set} errors={errors} />
      <ScheduleFields
        schedule={rule.schedule}
        error={errors.schedule}
        onChange={(schedule) => set({ schedule })}
      />
      <Choice
        label="Backup window"
        options={WINDOWS}
        value={rule.window}
        onChange={(window) => set({ window })}
      />
      {rule.window === "custom" && (
        <SpaceBetween size="m">
          <Field label="Start within (hours)" {...field("startHours")} />
          <Field label="Complete within (hours)" {...field("completeHours")} />
        </SpaceBetween>
      )}
      <Field
        label="Transition to cold storage after (days) - optional"
        description="This server has one kind of storage: the number is stored and shown, and moves nothing."
        constraint="Empty: never"
        {...field("cold")}
      />
      <Field
        label="Retention period (days) - optional"
        description="The backup is deleted after so many days."
        constraint="Empty: it is always kept"
        {...field("kept")}
      />
    </SpaceBetween>
  );
}

function VaultField({ rule, set, errors }: Properties) {
  const { data: vaults, error } = useVaultNames();
  return (
    <SpaceBetween size="m">
      <FormField
        label="Backup vault"
        description="Where the backups are listed. A vault that does not exist is created."
        errorText={errors.vault}
      >
        <Autosuggest
          value={rule.vault}
          options={(vaults ?? []).map((value) => ({ value }))}
          enteredTextLabel={(value) =>
            vaults?.includes(value) ? `Use ${value}` : `Create the vault ${value}`
          }
          empty="There are no vaults yet."
          onChange={({ detail }) => set({ vault: detail.value })}
        />
      </FormField>
      <Failure of={error} />
    </SpaceBetween>
  );
}
