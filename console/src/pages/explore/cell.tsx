/** A cell of the grid. A String, Number or Boolean is edited in place after a double click. */

import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { numberProblem } from "@/items/scalars";
import type { Value } from "@/items/value";
import { cellText } from "./columns";

interface Properties {
  readonly name: string;
  readonly value: Value | undefined;
  /** Absent: the cell cannot be edited. */
  readonly onSave?: (value: Value) => Promise<boolean>;
}

export function Cell({ name, value, onSave }: Properties) {
  const [isEditing, setEditing] = useState(false);
  const text = cellText(value);
  const canEdit = onSave && (value?.type === "S" || value?.type === "N" || value?.type === "BOOL");
  if (isEditing && canEdit) {
    return <Editor name={name} value={value} onSave={onSave} onClose={() => setEditing(false)} />;
  }
  return (
    <div
      className="jedlik-cell"
      title={text}
      {...(canEdit && { onDoubleClick: () => setEditing(true) })}
    >
      {text}
    </div>
  );
}

interface EditorProperties {
  readonly name: string;
  readonly value: Value;
  readonly onSave: (value: Value) => Promise<boolean>;
  readonly onClose: () => void;
}

function Editor({ name, value, onSave, onClose }: EditorProperties) {
  const [text, setText] = useState(value.type === "BOOL" ? String(value.is) : textOf(value));
  const [isSaving, setSaving] = useState(false);
  const problem = value.type === "N" ? numberProblem(text.trim()) : undefined;
  const save = async () => {
    if (problem !== undefined) return;
    setSaving(true);
    const isSaved = await onSave(changed(value, text));
    setSaving(false);
    if (isSaved) onClose();
  };
  const label = `New value of ${name}`;
  return (
    <div
      className="jedlik-cell-editor"
      onKeyDown={(event) => {
        if (event.key === "Enter") void save();
        if (event.key === "Escape") onClose();
      }}
    >
      {value.type === "BOOL" ? (
        <Select
          ariaLabel={label}
          expandToViewport
          options={[{ value: "true" }, { value: "false" }]}
          selectedOption={{ value: text }}
          onChange={({ detail }) => setText(detail.selectedOption.value ?? "true")}
        />
      ) : (
        <Input
          autoFocus
          ariaLabel={label}
          invalid={problem !== undefined}
          value={text}
          onChange={({ detail }) => setText(detail.value)}
        />
      )}
      <Button
        variant="inline-icon"
        iconName="check"
        ariaLabel={`Save ${name}`}
        loading={isSaving}
        onClick={() => void save()}
      />
      <Button
        variant="inline-icon"
        iconName="close"
        ariaLabel={`Do not change ${name}`}
        onClick={onClose}
      />
    </div>
  );
}

function textOf(value: Value): string {
  return "text" in value ? value.text : "";
}

function changed(value: Value, text: string): Value {
  if (value.type === "BOOL") return { type: "BOOL", is: text === "true" };
  return value.type === "N" ? { type: "N", text: text.trim() } : { type: "S", text };
}
