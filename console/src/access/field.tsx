/** A labelled field for one line of text. */

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import type { InputProps } from "@cloudscape-design/components/input";

interface Properties {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description?: string;
  readonly constraint?: string;
  readonly placeholder?: string;
  readonly error?: string;
  readonly type?: InputProps.Type;
}

export function Field(properties: Properties) {
  const { label, value, onChange, description, constraint, placeholder, error, type } = properties;
  return (
    <FormField
      label={label}
      description={description}
      constraintText={constraint}
      errorText={error}
      stretch={false}
    >
      <Input
        value={value}
        placeholder={placeholder}
        type={type ?? "text"}
        autoComplete={type === "password" ? "new-password" : false}
        spellcheck={false}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
