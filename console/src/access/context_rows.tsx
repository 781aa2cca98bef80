/** Rows of condition keys with their types and values. */

import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { ContextKeyTypeEnum } from "@aws-sdk/client-iam";
import type { ContextRow } from "./simulation";

interface Properties {
  readonly rows: readonly ContextRow[];
  readonly onChange: (rows: ContextRow[]) => void;
}

const TYPES = Object.values(ContextKeyTypeEnum).map((value) => ({ value, label: value }));
const NEW_ROW: ContextRow = { key: "", type: "string", values: "" };

export function ContextRows({ rows, onChange }: Properties) {
  const change = (index: number, part: Partial<ContextRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <AttributeEditor
      items={rows}
      addButtonText="Add a condition key"
      removeButtonText="Remove"
      removeButtonAriaLabel={({ key }) => `Remove ${key === "" ? "the condition key" : key}`}
      empty="No values of condition keys are given."
      onAddButtonClick={() => onChange([...rows, NEW_ROW])}
      onRemoveButtonClick={({ detail }) =>
        onChange(rows.filter((_, at) => at !== detail.itemIndex))
      }
      definition={[
        {
          label: "Condition key",
          control: ({ key }, index) => (
            <Input
              value={key}
              placeholder="dynamodb:LeadingKeys"
              spellcheck={false}
              onChange={({ detail }) => change(index, { key: detail.value })}
            />
          ),
        },
        {
          label: "Type",
          control: ({ type }, index) => (
            <Select
              selectedOption={TYPES.find(({ value }) => value === type) ?? null}
              options={TYPES}
              onChange={({ detail }) =>
                change(index, {
                  type: TYPES.find(({ value }) => value === detail.selectedOption.value)?.value,
                })
              }
            />
          ),
        },
        {
          label: "Value",
          constraintText: ({ type }) => type.endsWith("List") && "Separate values by commas.",
          control: ({ values }, index) => (
            <Input
              value={values}
              spellcheck={false}
              onChange={({ detail }) => change(index, { values: detail.value })}
            />
          ),
        },
      ]}
    />
  );
}
