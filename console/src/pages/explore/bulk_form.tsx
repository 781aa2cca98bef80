/** What a bulk edit changes. */

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { valueFromJson } from "@/items/item_text";
import { parseJson } from "@/items/json";
import { base64Problem, numberProblem } from "@/items/scalars";
import type { Type, Value } from "@/items/value";
import { isType, TYPE_TEXTS, TYPES } from "@/items/value";
import type { BulkChange } from "./bulk";
import type { Exploring } from "./use_exploring";

export interface BulkForm {
  readonly isRemoval: boolean;
  readonly attribute: string;
  readonly type: Type;
  readonly text: string;
}

export const EMPTY_BULK: BulkForm = { isRemoval: false, attribute: "", type: "S", text: "" };

interface BulkProblems {
  readonly attribute?: string;
  readonly value?: string;
}

interface ReadBulk {
  readonly change?: BulkChange;
  readonly problems: BulkProblems;
}

export function readBulk(form: BulkForm, { name, key }: Exploring): ReadBulk {
  const { attribute, isRemoval } = form;
  if (attribute === "") return { problems: {} };
  if (key.some((each) => each.name === attribute)) {
    return { problems: { attribute: "An attribute of the key cannot be changed." } };
  }
  const change = { tableName: name, key, attribute };
  if (isRemoval) return { change: { ...change, value: undefined }, problems: {} };
  try {
    return { change: { ...change, value: readValue(form) }, problems: {} };
  } catch (thrown) {
    return { problems: { value: thrown instanceof Error ? thrown.message : String(thrown) } };
  }
}

function readValue({ type, text, attribute }: BulkForm): Value {
  switch (type) {
    case "S":
      return { type, text };
    case "N":
    case "B": {
      const trimmed = text.trim();
      const problem = type === "N" ? numberProblem(trimmed) : base64Problem(trimmed);
      if (problem !== undefined) throw new Error(problem);
      return { type, text: trimmed };
    }
    case "BOOL":
      return { type, is: text === "true" };
    case "NULL":
      return { type };
    default: {
      const value = valueFromJson(parseJson(text), attribute);
      if (value.type !== type) throw new Error(`Write {"${type}": ...}.`);
      return value;
    }
  }
}

interface Properties {
  readonly form: BulkForm;
  readonly problems: BulkProblems;
  readonly onChange: (form: BulkForm) => void;
}

export function BulkFields({ form, problems, onChange }: Properties) {
  return (
    <SpaceBetween size="m">
      <RadioGroup
        ariaLabel="What is done"
        value={form.isRemoval ? "remove" : "set"}
        items={[
          { value: "set", label: "Set the attribute" },
          { value: "remove", label: "Remove the attribute" },
        ]}
        onChange={({ detail }) => onChange({ ...form, isRemoval: detail.value === "remove" })}
      />
      <FormField label="Attribute name" errorText={problems.attribute}>
        <Input
          value={form.attribute}
          onChange={({ detail }) => onChange({ ...form, attribute: detail.value })}
        />
      </FormField>
      {!form.isRemoval && (
        <>
          <FormField label="Type">
            <Select
              selectedOption={{ value: form.type, label: TYPE_TEXTS[form.type] }}
              options={TYPES.map((type) => ({ value: type, label: TYPE_TEXTS[type] }))}
              onChange={({ detail }) => {
                const type = detail.selectedOption.value ?? "";
                if (isType(type)) onChange({ ...form, type, text: "" });
              }}
            />
          </FormField>
          <ValueField form={form} problems={problems} onChange={onChange} />
        </>
      )}
    </SpaceBetween>
  );
}

function ValueField({ form, problems, onChange }: Properties) {
  const { type, text } = form;
  if (type === "NULL") return null;
  const change = (changed: string | undefined) => onChange({ ...form, text: changed ?? "" });
  if (type === "BOOL") {
    const chosen = text === "true" ? "true" : "false";
    return (
      <FormField label="Value">
        <Select
          selectedOption={{ value: chosen }}
          options={[{ value: "true" }, { value: "false" }]}
          onChange={({ detail }) => change(detail.selectedOption.value)}
        />
      </FormField>
    );
  }
  if (type === "S" || type === "N" || type === "B") {
    return (
      <FormField label="Value" errorText={problems.value}>
        <Input value={text} onChange={({ detail }) => change(detail.value)} />
      </FormField>
    );
  }
  return (
    <FormField
      label="Value"
      description={`In DynamoDB JSON: {"${type}": ...}.`}
      errorText={problems.value}
    >
      <Textarea rows={5} value={text} onChange={({ detail }) => change(detail.value)} />
    </FormField>
  );
}
