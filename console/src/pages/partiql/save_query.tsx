/** The dialog that gives a query a name and saves it. */

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { FormDialog } from "@/parts/form_dialog";
import { fits, withSaved } from "./library";
import type { Query } from "./query";
import { firstLine } from "./tab_strip";
import { useLibrary } from "./use_library";

interface Properties {
  readonly query: Query;
  readonly onClose: () => void;
}

export function SaveQuery({ query, onClose }: Properties) {
  const [library, change] = useLibrary();
  const [name, setName] = useState(() => firstLine(query.text));
  const isTaken = library.saved.some((saved) => saved.name === name.trim());
  const isTooLong = !fits(query);
  const save = () => {
    if (name.trim() === "" || isTooLong) return;
    if (change((before) => withSaved(before, { name: name.trim(), query }))) onClose();
  };
  return (
    <FormDialog
      title="Save query"
      action={isTaken ? "Replace" : "Save"}
      onSubmit={save}
      onClose={onClose}
      isReady={name.trim() !== "" && !isTooLong}
    >
      <FormField
        label="Name of the query"
        description="It is saved in this browser, for you alone. Its parameters are saved too."
        constraintText={isTaken ? "A saved query has this name. It will be replaced." : undefined}
        errorText={isTooLong ? "The query is too long to be saved." : undefined}
      >
        <Input
          value={name}
          onChange={({ detail }) => setName(detail.value)}
          onKeyDown={({ detail }) => {
            if (detail.key === "Enter") save();
          }}
        />
      </FormField>
    </FormDialog>
  );
}
