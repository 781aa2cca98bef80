import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";

interface Properties<Value extends string> {
  readonly label: string;
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    readonly description?: string;
  }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of a few values, all of which are shown. */
export function Choice<Value extends string>({
  label,
  options,
  value,
  onChange,
}: Properties<Value>) {
  return (
    <FormField label={label}>
      <RadioGroup
        value={value}
        items={options}
        onChange={({ detail }) => {
          const chosen = options.find((option) => option.value === detail.value);
          if (chosen) onChange(chosen.value);
        }}
      />
    </FormField>
  );
}
