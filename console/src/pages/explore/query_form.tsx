/** The form "Scan or query items". */

import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import Tiles from "@cloudscape-design/components/tiles";
import TokenGroup from "@cloudscape-design/components/token-group";
import { useState } from "react";
import type { Operation, QueryForm } from "@/items/query";
import { allowsConsistentReads } from "@/items/request";
import type { Source } from "@/items/sources";
import { PartitionFields, SortFields } from "./key_fields";
import { Filters } from "./filters";

export interface FormProperties {
  readonly form: QueryForm;
  readonly source: Source;
  readonly problems: ReadonlyMap<string, string>;
  readonly onChange: (change: Partial<QueryForm>) => void;
}

interface Properties extends FormProperties {
  readonly tableName: string;
  readonly sources: readonly Source[];
}

const OPERATIONS: readonly { value: Operation; label: string; description: string }[] = [
  { value: "scan", label: "Scan", description: "Reads the items from the beginning." },
  { value: "query", label: "Query", description: "Reads the items of one partition key." },
  { value: "search", label: "Search", description: "Finds the nearest vectors." },
];

export function QueryFields(properties: Properties) {
  const { form, source, sources, tableName, problems, onChange } = properties;
  const isSearch = form.operation === "search";
  const hasVectors = sources.some(({ kind }) => kind === "vector");
  const choose = (operation: Operation) => {
    const isOther = (operation === "search") !== isSearch;
    const first = sources.find(({ kind }) => (kind === "vector") === (operation === "search"));
    onChange({ operation, ...(isOther && { index: first?.name ?? "", partition: [], sort: [] }) });
  };
  return (
    <SpaceBetween size="m">
      <Tiles
        ariaLabel="Scan or query"
        columns={hasVectors ? 3 : 2}
        value={form.operation}
        items={OPERATIONS.filter(({ value }) => value !== "search" || hasVectors)}
        onChange={({ detail }) => choose(detail.value as Operation)}
      />
      <ColumnLayout columns={2}>
        <FormField label={isSearch ? "Select a vector index" : "Select a table or index"}>
          <Select
            selectedOption={sourceOption(source, tableName)}
            options={sources
              .filter(({ kind }) => (kind === "vector") === isSearch)
              .map((each) => sourceOption(each, tableName))}
            filteringType="auto"
            onChange={({ detail }) =>
              onChange({ index: detail.selectedOption.value ?? "", partition: [], sort: [] })
            }
          />
        </FormField>
        <Projection form={form} source={source} problems={problems} onChange={onChange} />
      </ColumnLayout>
      {isSearch && <SearchFields {...properties} />}
      {form.operation !== "scan" && <PartitionFields {...properties} />}
      {form.operation === "query" && source.sort.length > 0 && <SortFields {...properties} />}
      {!isSearch && (
        <Checkbox
          checked={form.isConsistent && allowsConsistentReads(source)}
          disabled={!allowsConsistentReads(source)}
          description={
            allowsConsistentReads(source)
              ? "Shows all writes that succeeded before. It costs twice as much."
              : "A global secondary index has no consistent reads."
          }
          onChange={({ detail }) => onChange({ isConsistent: detail.checked })}
        >
          Consistent read
        </Checkbox>
      )}
      {!isSearch && <Filters form={form} problems={problems} onChange={onChange} />}
    </SpaceBetween>
  );
}

function sourceOption({ name, kind }: Source, tableName: string) {
  if (kind === "table") return { value: "", label: `Table - ${tableName}` };
  const described = { global: "Global index", local: "Local index", vector: "Vector index" }[kind];
  return { value: name, label: `Index - ${name}`, description: described };
}

function SearchFields({ form, source, problems, onChange }: FormProperties) {
  return (
    <ColumnLayout columns={2}>
      <FormField
        label="Search vector"
        description={`${String(source.dimensions)} numbers, separated by commas.`}
        errorText={problems.get("vector")}
      >
        <Textarea
          rows={3}
          value={form.vector}
          onChange={({ detail }) => onChange({ vector: detail.value })}
        />
      </FormField>
      <FormField
        label="Number of results"
        description="From 1 to 100."
        errorText={problems.get("topK")}
      >
        <Input
          type="number"
          value={form.topK}
          onChange={({ detail }) => onChange({ topK: detail.value })}
        />
      </FormField>
    </ColumnLayout>
  );
}

function Projection({ form, source, problems, onChange }: FormProperties) {
  const [typed, setTyped] = useState("");
  const { projection } = form;
  const all = source.isWhole ? "All attributes" : "Projected attributes";
  const options = [
    { value: "all", label: all },
    { value: "specific", label: "Specific attributes" },
  ];
  const add = () => {
    if (typed.trim() !== "") onChange({ projection: [...(projection ?? []), typed.trim()] });
    setTyped("");
  };
  const problem = [...problems].find(([control]) => control.startsWith("projection"))?.[1];
  return (
    <SpaceBetween size="xs">
      <FormField label="Select attribute projection">
        <Select
          selectedOption={options[projection === undefined ? 0 : 1] ?? null}
          options={options}
          onChange={({ detail }) =>
            onChange({ projection: detail.selectedOption.value === "all" ? undefined : [] })
          }
        />
      </FormField>
      {projection !== undefined && (
        <FormField
          label="Specific attributes to project"
          description="A name or a path, such as address.city or tags[0]."
          errorText={problem}
          secondaryControl={
            <Button formAction="none" onClick={add}>
              Add
            </Button>
          }
        >
          <Input
            value={typed}
            onChange={({ detail }) => setTyped(detail.value)}
            onBlur={add}
            onKeyDown={({ detail }) => {
              if (detail.key === "Enter") add();
            }}
          />
        </FormField>
      )}
      {projection !== undefined && projection.length > 0 && (
        <TokenGroup
          items={projection.map((label) => ({ label, dismissLabel: `Remove ${label}` }))}
          onDismiss={({ detail }) =>
            onChange({ projection: projection.filter((_, index) => index !== detail.itemIndex) })
          }
        />
      )}
    </SpaceBetween>
  );
}
