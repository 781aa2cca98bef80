/** The dialog that goes to an item: a table, and the values of its key. */

import FormField from "@cloudscape-design/components/form-field";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Failure } from "@/aws/failure";
import { keyOf } from "@/items/sources";
import { KeyForm } from "@/parts/key_form";
import { useTable } from "@/parts/use_table";
import { useTableNames } from "@/parts/use_table_names";
import { useRegion } from "../region";
import { itemAddress } from "./item_address";

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

function Key({ name, onClose }: KeyProperties) {
  const table = useTable(name);
  const region = useRegion();
  const navigate = useNavigate();
  if (table.error) return <Failure of={table.error} />;
  if (!table.data) return null;
  const key = keyOf(table.data);
  return (
    <KeyForm
      tableKey={key}
      action="Open item"
      onSubmit={(values) => {
        onClose();
        void navigate(itemAddress(region, name, key, values));
      }}
    />
  );
}
