/** Step 2 of an import: the new table. An import makes fewer settings than "Create table". */

import SpaceBetween from "@cloudscape-design/components/space-between";
import { CapacityFields } from "@/pages/create_table/capacity_fields";
import { DefaultSettings } from "@/pages/create_table/default_settings";
import type { TableDraft } from "@/pages/create_table/draft";
import { EncryptionFields } from "@/pages/create_table/encryption_fields";
import { IndexesSection } from "@/pages/create_table/indexes_section";
import type { Errors } from "@/pages/create_table/rules";
import { under } from "@/pages/create_table/rules";
import { Section } from "@/pages/create_table/section";
import { SettingsChoice, TableDetails } from "@/pages/create_table/table_details";

interface Properties {
  readonly draft: TableDraft;
  readonly onChange: (draft: TableDraft) => void;
  readonly errors: Errors;
}

export function TableStep({ draft, onChange, errors }: Properties) {
  return (
    <SpaceBetween size="l">
      <TableDetails
        draft={draft}
        onChange={onChange}
        errors={errors}
        description="The names of the keys must be those in the files. Capital letters matter."
      />
      <SettingsChoice
        draft={draft}
        onChange={onChange}
        custom="Choose capacity, indexes and encryption."
      />
      {draft.isCustomized ? (
        <Settings draft={draft} onChange={onChange} errors={errors} />
      ) : (
        <DefaultSettings />
      )}
    </SpaceBetween>
  );
}

function Settings({ draft, onChange, errors }: Properties) {
  const set = (change: Partial<TableDraft>) => onChange({ ...draft, ...change });
  return (
    <SpaceBetween size="l">
      <Section title="Read/write capacity settings">
        <CapacityFields
          capacity={draft.capacity}
          onChange={(capacity) => set({ capacity })}
          errors={under(errors, "capacity")}
        />
      </Section>
      <IndexesSection
        draft={draft}
        onChange={(indexes) => set({ indexes })}
        error={errors.indexes}
        hasLocal={false}
      />
      <Section title="Encryption at rest">
        <EncryptionFields
          value={draft.encryption}
          onChange={(encryption) => set({ encryption })}
          error={errors["encryption.key"]}
        />
      </Section>
    </SpaceBetween>
  );
}
