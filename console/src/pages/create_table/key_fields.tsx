/** A row for an attribute of a key: its name and its type. */

import FormField from "@cloudscape-design/components/form-field";
import Grid from "@cloudscape-design/components/grid";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import type { ReactNode } from "react";
import type { KeyDraft } from "./draft";

export const KEY_TYPES = [
  { value: "S", label: "String" },
  { value: "N", label: "Number" },
  { value: "B", label: "Binary" },
] as const;

interface Properties {
  readonly label: string;
  readonly description?: ReactNode;
  readonly placeholder?: string;
  readonly value: KeyDraft;
  readonly onChange: (value: KeyDraft) => void;
  readonly error?: string | undefined;
}

export function KeyFields(properties: Properties) {
  const { label, description, placeholder, value, onChange, error } = properties;
  return (
    <Grid gridDefinition={[{ colspan: { default: 8, s: 8 } }, { colspan: { default: 4, s: 4 } }]}>
      <FormField label={label} description={description} errorText={error}>
        <Input
          value={value.name}
          spellcheck={false}
          {...(placeholder === undefined ? {} : { placeholder })}
          onChange={({ detail }) => onChange({ ...value, name: detail.value })}
        />
      </FormField>
      <FormField label="Type" {...(description ? { description: "\u00a0" } : {})}>
        <TypeSelect
          label={`Type of ${label.toLowerCase()}`}
          value={value.type}
          onChange={(type) => onChange({ ...value, type })}
        />
      </FormField>
    </Grid>
  );
}

interface TypeProperties {
  readonly label: string;
  readonly value: KeyDraft["type"];
  readonly onChange: (value: KeyDraft["type"]) => void;
}

export function TypeSelect({ label, value, onChange }: TypeProperties) {
  return (
    <Select
      ariaLabel={label}
      invalid={false}
      selectedOption={KEY_TYPES.find((type) => type.value === value) ?? null}
      options={KEY_TYPES}
      onChange={({ detail }) => {
        const chosen = KEY_TYPES.find((type) => type.value === detail.selectedOption.value);
        if (chosen) onChange(chosen.value);
      }}
    />
  );
}
