/** The rule of a new plan: when backups are made, where they are, how long they stay. */

import Autosuggest from "@cloudscape-design/components/autosuggest";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "@/access/field";
import { Failure } from "@/aws/failure";
import { Choice } from "@/parts/choice";
import { ScheduleFields } from "./schedule_fields";
import type { SectionProperties } from "./section";

const WINDOWS = [
  {
    value: "default",
    label: "Use backup window defaults",
    description: "A backup begins within 8 hours of its time and completes within 7 days.",
  },
  { value: "custom", label: "Customize backup window" },
] as const;

interface Properties extends SectionProperties {
  /** The names of vaults. Absent: they are not known. */
  readonly vaults: readonly string[] | undefined;
  /** Why they are not known. */
  readonly failure: unknown;
}

type Text = "rule" | "startHours" | "completeHours" | "cold" | "kept";

export function RuleSection({ draft, set, errors, vaults, failure }: Properties) {
  const field = (member: Text) => ({
    value: draft[member],
    onChange: (value: string) => set({ [member]: value }),
    error: errors[member],
  });
  return (
    <Container header={<Header variant="h2">Backup rule</Header>}>
      <SpaceBetween size="m">
        <Field label="Backup rule name" {...field("rule")} />
        <VaultField draft={draft} set={set} errors={errors} vaults={vaults} />
        <Failure of={failure} />
        <ScheduleFields
          schedule={draft.schedule}
          error={errors.schedule}
          onChange={(schedule) => set({ schedule })}
        />
        <Choice
          label="Backup window"
          options={WINDOWS}
          value={draft.window}
          onChange={(window) => set({ window })}
        />
        {draft.window === "custom" && (
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
    </Container>
  );
}

function VaultField({ draft, set, errors, vaults }: Omit<Properties, "failure">) {
  return (
    <FormField
      label="Backup vault"
      description="Where the backups are listed. A vault that does not exist is created."
      errorText={errors.vault}
    >
      <Autosuggest
        value={draft.vault}
        options={(vaults ?? []).map((value) => ({ value }))}
        enteredTextLabel={(value) =>
          vaults?.includes(value) ? `Use ${value}` : `Create the vault ${value}`
        }
        empty="There are no vaults yet."
        onChange={({ detail }) => set({ vault: detail.value })}
      />
    </FormField>
  );
}
