import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";

interface Properties {
  readonly label: string;
  readonly description: string;
  readonly value: string;
  readonly error?: string | undefined;
  readonly onChange: (value: string) => void;
}

const ROWS = 4;

/** A field with a text on each line. */
export function LinesField({ label, description, value, error, onChange }: Properties) {
  return (
    <FormField label={label} description={description} errorText={error}>
      <Textarea
        value={value}
        rows={ROWS}
        spellcheck={false}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
