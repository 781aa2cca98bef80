/** The dialog that goes to an item: a table, and the values of its key. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Failure } from "@/aws/failure";
import type { KeyAttribute } from "@/items/sources";
import { keyOf } from "@/items/sources";
import { useTable } from "@/parts/use_table";
import { useTableNames } from "@/parts/use_table_names";
import { useRegion } from "../region";
import { itemAddress, keyProblem } from "./item_address";

export default function FindItem({ onClose }: { readonly onClose: () => void }) {
  const tables = useTableNames();
  const [name, setName] = useState<string>();
  return (
    <Modal visible header="Find an item by its key" onDismiss={onClose} closeAriaLabel="Close">
      <SpaceBetween size="m">
        <FormField label="Table">
          <Select
            selectedOption={name === undefined ? null : { value: name }}
            options={(tables.data ?? []).map((value) => ({ value }))}
            placeholder="Choose a table"
            empty="There are no tables."
            filteringType="auto"
            filteringAriaLabel="Find tables"
            virtualScroll
            onChange={({ detail }) => setName(detail.selectedOption.value)}
          />
        </FormField>
        <Failure of={tables.error} />
        {name !== undefined && <Key key={name} name={name} onClose={onClose} />}
      </SpaceBetween>
    </Modal>
  );
}

interface KeyProperties {
  readonly name: string;
  readonly onClose: () => void;
}

const TYPES: Readonly<Record<string, string>> = { S: "String", N: "Number", B: "Binary, base64" };

function Key({ name, onClose }: KeyProperties) {
  const table = useTable(name);
  const region = useRegion();
  const navigate = useNavigate();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [isSubmitted, setSubmitted] = useState(false);
  if (table.error) return <Failure of={table.error} />;
  if (!table.data) return null;
  const key = keyOf(table.data);
  const problemOf = (attribute: KeyAttribute) =>
    isSubmitted ? keyProblem(attribute, values[attribute.name] ?? "") : undefined;
  const open = () => {
    setSubmitted(true);
    if (key.some((attribute) => keyProblem(attribute, values[attribute.name] ?? ""))) return;
    onClose();
    void navigate(itemAddress(region, name, key, values));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        open();
      }}
    >
      <SpaceBetween size="m">
        {key.map((attribute) => (
          <FormField
            key={attribute.name}
            label={attribute.name}
            description={TYPES[attribute.type]}
            errorText={problemOf(attribute)}
          >
            <Input
              value={values[attribute.name] ?? ""}
              spellcheck={false}
              onChange={({ detail }) => setValues({ ...values, [attribute.name]: detail.value })}
            />
          </FormField>
        ))}
        <Box float="right">
          <Button variant="primary" formAction="submit">
            Open item
          </Button>
        </Box>
      </SpaceBetween>
    </form>
  );
}
