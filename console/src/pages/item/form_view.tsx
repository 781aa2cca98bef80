/** The item as a form. */

import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { useMemo, useState } from "react";
import { addField, changeField, newField, removeField } from "@/items/form";
import type { Field } from "@/items/form";
import { isType, TYPE_TEXTS, TYPES } from "@/items/value";
import { FieldRow } from "./field_row";
import type { Editor } from "./use_editor";
import "./item.css";

/** What a row of the form can do. */
export interface FormActions {
  readonly problems: ReadonlyMap<number, string>;
  readonly change: (id: number, change: (field: Field) => Field) => void;
  readonly remove: (id: number) => void;
  readonly add: (parent: number, added: Field) => void;
}

const ADDED = TYPES.map((type) => ({ id: type, text: TYPE_TEXTS[type] }));

// A browser draws more rows slowly.
const SHOWN_AT_FIRST = 50;
const SHOWN_MORE = 100;

export function FormView({ editor }: { readonly editor: Editor }) {
  const { fields, changeFields, problems } = editor;
  const [shownMax, setShownMax] = useState(SHOWN_AT_FIRST);
  // What is wrong must be seen.
  const shown = problems.size > 0 ? fields : fields.slice(0, shownMax);
  const hidden = fields.length - shown.length;
  const actions = useMemo<FormActions>(
    () => ({
      problems,
      change: (id, change) => changeFields((old) => changeField(old, id, change)),
      remove: (id) => changeFields((old) => removeField(old, id)),
      add: (parent, added) => changeFields((old) => addField(old, parent, added)),
    }),
    [changeFields, problems],
  );
  return (
    <div className="jedlik-fields">
      <div className="jedlik-field jedlik-field-head" aria-hidden="true">
        <span>Attribute name</span>
        <span>Value</span>
        <span>Type</span>
        <span />
      </div>
      {shown.map((field) => (
        <FieldRow key={field.id} field={field} path="" depth={1} actions={actions} />
      ))}
      {hidden > 0 && (
        <Button formAction="none" onClick={() => setShownMax(shownMax + SHOWN_MORE)}>
          Show {Math.min(SHOWN_MORE, hidden)} more of {fields.length} attributes
        </Button>
      )}
      <div>
        <ButtonDropdown
          items={ADDED}
          onItemClick={({ detail }) => {
            if (!isType(detail.id)) return;
            const added = newField("", detail.id);
            changeFields((old) => addField(old, undefined, added));
            setShownMax(fields.length + 1);
          }}
        >
          Add new attribute
        </ButtonDropdown>
      </div>
    </div>
  );
}
