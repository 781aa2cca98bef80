/** The item as a form. */

import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
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

export function FormView({ editor }: { readonly editor: Editor }) {
  const { fields, setFields, problems } = editor;
  const actions: FormActions = {
    problems,
    change: (id, change) => setFields(changeField(fields, id, change)),
    remove: (id) => setFields(removeField(fields, id)),
    add: (parent, added) => setFields(addField(fields, parent, added)),
  };
  return (
    <div className="jedlik-fields">
      <div className="jedlik-field jedlik-field-head" aria-hidden="true">
        <span>Attribute name</span>
        <span>Value</span>
        <span>Type</span>
        <span />
      </div>
      {fields.map((field) => (
        <FieldRow key={field.id} field={field} path="" depth={1} actions={actions} />
      ))}
      <div>
        <ButtonDropdown
          items={ADDED}
          onItemClick={({ detail }) => {
            if (isType(detail.id)) setFields(addField(fields, undefined, newField("", detail.id)));
          }}
        >
          Add new attribute
        </ButtonDropdown>
      </div>
    </div>
  );
}
