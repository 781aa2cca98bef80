/** A choice among the tables of the Region. */

import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { serviceError } from "@/aws/errors";
import { useTableNames } from "./use_table_names";

interface Properties {
  /** The name of the table. Empty: none is chosen yet. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
}

export function TableField({ value, onChange, error }: Properties) {
  const names = useTableNames();
  const options = (names.data ?? []).map((name) => ({ value: name, label: name }));
  return (
    <FormField label="Source table" errorText={error}>
      <Select
        selectedOption={value === "" ? null : { value, label: value }}
        options={options}
        placeholder="Choose a table"
        filteringType="auto"
        filteringAriaLabel="Find a table"
        virtualScroll
        statusType={names.error ? "error" : names.data ? "finished" : "loading"}
        loadingText="Reading: tables"
        {...(names.error ? { errorText: serviceError(names.error).message } : {})}
        empty="You have no tables in this account in this Region."
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </FormField>
  );
}
