import type { TableClass } from "@aws-sdk/client-dynamodb";
import RadioGroup from "@cloudscape-design/components/radio-group";

export const TABLE_CLASSES = [
  {
    value: "STANDARD",
    label: "DynamoDB Standard",
    description: "For tables that are read and written often.",
  },
  {
    value: "STANDARD_INFREQUENT_ACCESS",
    label: "DynamoDB Standard-IA",
    description: "For tables that are read and written rarely.",
  },
] as const;

interface Properties {
  readonly value: TableClass;
  readonly onChange: (value: TableClass) => void;
}

export function ClassFields({ value, onChange }: Properties) {
  return (
    <RadioGroup
      ariaLabel="Table class"
      value={value}
      items={TABLE_CLASSES}
      onChange={({ detail }) => {
        const chosen = TABLE_CLASSES.find((each) => each.value === detail.value);
        if (chosen) onChange(chosen.value);
      }}
    />
  );
}
