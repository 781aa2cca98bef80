/** "Customize settings": everything that a new table can have. */

import Checkbox from "@cloudscape-design/components/checkbox";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { PolicyEditor } from "@/pages/table/policy_editor";
import { CalculatorSection } from "./calculator_section";
import { CapacityFields } from "./capacity_fields";
import { ClassFields } from "./class_fields";
import type { TableDraft } from "./draft";
import { EncryptionFields } from "./encryption_fields";
import { IndexesSection } from "./indexes_section";
import type { Errors } from "./rules";
import { under } from "./rules";
import { Section } from "./section";

interface Properties {
  readonly draft: TableDraft;
  readonly onChange: (draft: TableDraft) => void;
  readonly errors: Errors;
}

export function TableSettings({ draft, onChange, errors }: Properties) {
  const { capacity } = draft;
  const set = (change: Partial<TableDraft>) => onChange({ ...draft, ...change });
  return (
    <SpaceBetween size="l">
      <Section title="Table class">
        <ClassFields value={draft.tableClass} onChange={(tableClass) => set({ tableClass })} />
      </Section>
      <CalculatorSection
        onUse={
          capacity.mode === "PROVISIONED"
            ? ({ read, write }) =>
                set({ capacity: { ...capacity, read: String(read), write: String(write) } })
            : undefined
        }
      />
      <Section title="Read/write capacity settings">
        <CapacityFields
          capacity={capacity}
          onChange={(changed) => set({ capacity: changed })}
          errors={under(errors, "capacity")}
        />
      </Section>
      <WarmThroughputSection draft={draft} onChange={onChange} errors={errors} />
      <IndexesSection
        draft={draft}
        onChange={(indexes) => set({ indexes })}
        error={errors.indexes}
      />
      <Section title="Encryption at rest">
        <EncryptionFields
          value={draft.encryption}
          onChange={(encryption) => set({ encryption })}
          error={errors["encryption.key"]}
        />
      </Section>
      <Section title="Deletion protection">
        <Checkbox
          checked={draft.isProtected}
          description="The table cannot be deleted until it is turned off."
          onChange={({ detail }) => set({ isProtected: detail.checked })}
        >
          Turn on deletion protection
        </Checkbox>
      </Section>
      <Section title="Resource-based policy" description="Who else may use the table. Optional.">
        <PolicyEditor
          label="Policy of the table"
          value={draft.policy}
          onChange={(policy) => set({ policy })}
          height={200}
        />
      </Section>
    </SpaceBetween>
  );
}

function WarmThroughputSection({ draft, onChange, errors }: Properties) {
  return (
    <Section
      title="Warm throughput"
      description="How many units per second the table takes at once. Empty: those that each new table has."
    >
      <ColumnLayout columns={2}>
        <FormField label="Read units per second - optional" errorText={errors.warmRead}>
          <Input
            value={draft.warmRead}
            inputMode="numeric"
            onChange={({ detail }) => onChange({ ...draft, warmRead: detail.value })}
          />
        </FormField>
        <FormField label="Write units per second - optional" errorText={errors.warmWrite}>
          <Input
            value={draft.warmWrite}
            inputMode="numeric"
            onChange={({ detail }) => onChange({ ...draft, warmWrite: detail.value })}
          />
        </FormField>
      </ColumnLayout>
    </Section>
  );
}
