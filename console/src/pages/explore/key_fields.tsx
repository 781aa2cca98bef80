/** The values of the key in a query. An index may have several attributes in each part of its key. */

import Checkbox from "@cloudscape-design/components/checkbox";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Comparison, Condition } from "@/items/query";
import { COMPARISONS, EMPTY_CONDITION, isKeyOf } from "@/items/query";
import type { KeyAttribute } from "@/items/sources";
import { TYPE_TEXTS } from "@/items/value";
import type { FormProperties } from "./query_form";

/** A copy of a list in which one place has another value. Missing places are filled. */
function withPlace<T>(list: readonly T[], index: number, value: T, empty: T): T[] {
  const copy = [...list];
  while (copy.length <= index) copy.push(empty);
  copy[index] = value;
  return copy;
}

export function PartitionFields({ form, source, problems, onChange }: FormProperties) {
  const isSearch = form.operation === "search";
  const attributes = [...source.partition, ...source.inline];
  if (attributes.length === 0) return null;
  return (
    <ColumnLayout columns={2}>
      {attributes.map((attribute, index) => (
        <FormField
          key={attribute.name}
          label={`${isSearch ? "Search condition" : "Partition key"}: ${labelOf(attribute)}`}
          errorText={problems.get(`partition.${String(index)}`)}
          {...(index >= source.partition.length && { description: "Optional" })}
        >
          <Input
            value={form.partition[index] ?? ""}
            placeholder={isSearch ? "Enter a value" : "Enter partition key value"}
            onChange={({ detail }) =>
              onChange({ partition: withPlace(form.partition, index, detail.value, "") })
            }
          />
        </FormField>
      ))}
    </ColumnLayout>
  );
}

function labelOf({ name, type }: KeyAttribute): string {
  return `${name} (${TYPE_TEXTS[type]})`;
}

export function SortFields({ form, source, problems, onChange }: FormProperties) {
  return (
    <SpaceBetween size="s">
      {source.sort.map((attribute, index) => (
        <SortField
          key={attribute.name}
          attribute={attribute}
          condition={form.sort[index] ?? EMPTY_CONDITION}
          problem={problems.get(`sort.${String(index)}`)}
          secondProblem={problems.get(`sort.${String(index)}.second`)}
          onChange={(condition) =>
            onChange({ sort: withPlace(form.sort, index, condition, EMPTY_CONDITION) })
          }
        />
      ))}
      <Checkbox
        checked={form.isDescending}
        description="The service reads from the end of the sort key. Sorting a column in the list below sorts only what is loaded."
        onChange={({ detail }) => onChange({ isDescending: detail.checked })}
      >
        Sort descending
      </Checkbox>
    </SpaceBetween>
  );
}

interface SortFieldProperties {
  readonly attribute: KeyAttribute;
  readonly condition: Condition;
  readonly problem: string | undefined;
  readonly secondProblem: string | undefined;
  readonly onChange: (condition: Condition) => void;
}

function SortField(properties: SortFieldProperties) {
  const { attribute, condition, problem, secondProblem, onChange } = properties;
  const options = (Object.keys(COMPARISONS) as Comparison[])
    .filter((comparison) => comparison !== "begins_with" || attribute.type !== "N")
    .map((value) => ({ value, label: COMPARISONS[value] }));
  const choose = (value: string | undefined) => {
    if (value !== undefined && isKeyOf(COMPARISONS, value)) {
      onChange({ ...condition, condition: value });
    }
  };
  return (
    <FormField label={`Sort key: ${labelOf(attribute)} - optional`} stretch>
      <div className="jedlik-condition">
        <Select
          ariaLabel={`Condition of ${attribute.name}`}
          options={options}
          selectedOption={{ value: condition.condition, label: COMPARISONS[condition.condition] }}
          onChange={({ detail }) => choose(detail.selectedOption.value)}
        />
        <SpaceBetween size="xs">
          <FormField errorText={problem} stretch>
            <Input
              ariaLabel={`Value of ${attribute.name}`}
              placeholder="Enter sort key value"
              value={condition.value}
              onChange={({ detail }) => onChange({ ...condition, value: detail.value })}
            />
          </FormField>
          {condition.condition === "between" && (
            <FormField errorText={secondProblem} stretch>
              <Input
                ariaLabel={`Upper value of ${attribute.name}`}
                placeholder="Enter the upper value"
                value={condition.second}
                onChange={({ detail }) => onChange({ ...condition, second: detail.value })}
              />
            </FormField>
          )}
        </SpaceBetween>
      </div>
    </FormField>
  );
}
