/** Capacity mode and units, for a new table and for one that exists. */

import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { CapacityDraft } from "./draft";
import type { Errors } from "./rules";

const MODES = [
  {
    value: "PAY_PER_REQUEST",
    label: "On-demand",
    description: "The table takes each request. There is nothing to plan.",
  },
  {
    value: "PROVISIONED",
    label: "Provisioned",
    description: "You say how many units the table has for each second.",
  },
] as const;

interface Properties {
  readonly capacity: CapacityDraft;
  readonly onChange: (capacity: CapacityDraft) => void;
  readonly errors: Errors;
}

export function CapacityFields({ capacity, onChange, errors }: Properties) {
  const field = (label: string, member: Exclude<keyof CapacityDraft, "mode">) => (
    <FormField label={label} errorText={errors[member]}>
      <Input
        value={capacity[member]}
        inputMode="numeric"
        onChange={({ detail }) => onChange({ ...capacity, [member]: detail.value })}
      />
    </FormField>
  );
  return (
    <SpaceBetween size="m">
      <FormField label="Capacity mode">
        <RadioGroup
          value={capacity.mode}
          items={MODES}
          onChange={({ detail }) => {
            const chosen = MODES.find(({ value }) => value === detail.value);
            if (chosen) onChange({ ...capacity, mode: chosen.value });
          }}
        />
      </FormField>
      {capacity.mode === "PROVISIONED" ? (
        <ColumnLayout columns={2}>
          {field("Provisioned read capacity units", "read")}
          {field("Provisioned write capacity units", "write")}
        </ColumnLayout>
      ) : (
        <ColumnLayout columns={2}>
          {field("Maximum read request units - optional", "maxRead")}
          {field("Maximum write request units - optional", "maxWrite")}
        </ColumnLayout>
      )}
    </SpaceBetween>
  );
}
