/** The filters of a scan or a query. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Filter } from "@/items/query";
import { EMPTY_FILTER, FILTER_CONDITIONS, FILTER_TYPES, isKeyOf, needsValue } from "@/items/query";
import type { FormProperties } from "./query_form";

type Properties = Pick<FormProperties, "form" | "problems" | "onChange">;

export function Filters({ form, problems, onChange }: Properties) {
  const { filters } = form;
  const change = (index: number, next: Filter) =>
    onChange({ filters: filters.map((filter, i) => (i === index ? next : filter)) });
  return (
    <ExpandableSection
      headerText="Filters - optional"
      defaultExpanded={filters.length > 0}
      headerCounter={filters.length > 0 ? `(${String(filters.length)})` : ""}
    >
      <SpaceBetween size="s">
        <Box color="text-body-secondary" fontSize="body-s">
          A filter drops items after they are read. It does not make the read cheaper.
        </Box>
        {filters.map((filter, index) => (
          <FilterRow
            key={index}
            number={index + 1}
            filter={filter}
            problemOf={(part) => problems.get(`filter.${String(index)}.${part}`)}
            onChange={(next) => change(index, next)}
            onRemove={() => onChange({ filters: filters.filter((_, i) => i !== index) })}
          />
        ))}
        <Button formAction="none" onClick={() => onChange({ filters: [...filters, EMPTY_FILTER] })}>
          Add filter
        </Button>
      </SpaceBetween>
    </ExpandableSection>
  );
}

interface RowProperties {
  readonly number: number;
  readonly filter: Filter;
  readonly problemOf: (part: string) => string | undefined;
  readonly onChange: (filter: Filter) => void;
  readonly onRemove: () => void;
}

function options<Key extends string>(texts: Readonly<Record<Key, string>>) {
  return (Object.keys(texts) as Key[]).map((value) => ({ value, label: texts[value] }));
}

const CONDITION_OPTIONS = options(FILTER_CONDITIONS);
const TYPE_OPTIONS = options(FILTER_TYPES);

function FilterRow({ number, filter, problemOf, onChange, onRemove }: RowProperties) {
  const { path, condition, type } = filter;
  const named = (text: string) => `${text} of filter ${String(number)}`;
  return (
    <div className="jedlik-filter" role="group" aria-label={`Filter ${String(number)}`}>
      <FormField label="Attribute name" errorText={problemOf("path")}>
        <Input
          value={path}
          ariaLabel={named("Attribute name")}
          placeholder="Enter attribute name"
          onChange={({ detail }) => onChange({ ...filter, path: detail.value })}
        />
      </FormField>
      <FormField label="Condition">
        <Select
          ariaLabel={named("Condition")}
          options={CONDITION_OPTIONS}
          selectedOption={{ value: condition, label: FILTER_CONDITIONS[condition] }}
          onChange={({ detail }) => {
            const chosen = detail.selectedOption.value ?? "";
            if (isKeyOf(FILTER_CONDITIONS, chosen)) onChange({ ...filter, condition: chosen });
          }}
        />
      </FormField>
      <FormField label="Type" errorText={problemOf("type")}>
        <Select
          ariaLabel={named("Type")}
          disabled={!needsValue(filter)}
          options={TYPE_OPTIONS}
          selectedOption={{ value: type, label: FILTER_TYPES[type] }}
          onChange={({ detail }) => {
            const chosen = detail.selectedOption.value ?? "";
            if (isKeyOf(FILTER_TYPES, chosen)) onChange({ ...filter, type: chosen });
          }}
        />
      </FormField>
      <FilterValue filter={filter} named={named} problemOf={problemOf} onChange={onChange} />
      <Button formAction="none" ariaLabel={`Remove filter ${String(number)}`} onClick={onRemove}>
        Remove
      </Button>
    </div>
  );
}

type ValueProperties = Pick<RowProperties, "filter" | "problemOf" | "onChange"> & {
  readonly named: (text: string) => string;
};

function FilterValue({ filter, problemOf, onChange, named }: ValueProperties) {
  const { condition, type, value, second } = filter;
  const isTyped = needsValue(filter) && type !== "NULL";
  if (isTyped && type === "BOOL") {
    const chosen = value === "false" ? "false" : "true";
    return (
      <FormField label="Value">
        <Select
          ariaLabel={named("Value")}
          options={[{ value: "true" }, { value: "false" }]}
          selectedOption={{ value: chosen }}
          onChange={({ detail }) =>
            onChange({ ...filter, value: detail.selectedOption.value ?? "true" })
          }
        />
      </FormField>
    );
  }
  return (
    <FormField label="Value" errorText={problemOf("value") ?? problemOf("second")}>
      <SpaceBetween size="xs">
        <Input
          disabled={!isTyped}
          value={isTyped ? value : ""}
          ariaLabel={named("Value")}
          placeholder={isTyped ? "Enter attribute value" : "No value"}
          onChange={({ detail }) => onChange({ ...filter, value: detail.value })}
        />
        {condition === "between" && (
          <Input
            value={second}
            ariaLabel={named("Upper value")}
            placeholder="Enter the upper value"
            onChange={({ detail }) => onChange({ ...filter, second: detail.value })}
          />
        )}
      </SpaceBetween>
    </FormField>
  );
}
