/** One attribute, or one member of a list, a map or a set. */

import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import Textarea from "@cloudscape-design/components/textarea";
import { memo, useState } from "react";
import type { Field } from "@/items/form";
import { DEPTH_MAX, newField, withType } from "@/items/form";
import type { Type } from "@/items/value";
import { isSet, isType, MEMBER_TYPE, TYPE_TEXTS, TYPES } from "@/items/value";
import { readableText } from "@/items/scalars";
import type { FormActions } from "./form_view";

interface Properties {
  readonly field: Field;
  /** The path of what contains it, such as `address` or `tags[0]`. "" is the item. */
  readonly path: string;
  /** Its place in a list or a set; undefined if it has a name. */
  readonly index?: number;
  /** Its type cannot be chosen: it is a member of a set. */
  readonly isMember?: boolean;
  readonly depth: number;
  readonly actions: FormActions;
}

/** A row is drawn again only if something in it changed. */
export const FieldRow = memo(function FieldRow(properties: Properties) {
  const { field, path, index, depth, actions, isMember = false } = properties;
  const { type, isKey } = field;
  const own = ownPath(path, field, index);
  const problem = actions.problems.get(field.id);
  const holds = type === "L" || type === "M" || isSet(type);
  return (
    <div className="jedlik-fields" role="group" aria-label={own}>
      <div className="jedlik-field">
        {index === undefined ? (
          <Input
            value={field.name}
            disabled={isKey}
            ariaLabel={`Attribute name of ${own}`}
            placeholder="Enter attribute name"
            invalid={
              problem !== undefined && (field.name === "" || problem.startsWith("This name"))
            }
            onChange={({ detail }) =>
              actions.change(field.id, (old) => ({ ...old, name: detail.value }))
            }
          />
        ) : (
          <span>{index}</span>
        )}
        <FormField errorText={problem} stretch>
          <FieldValue field={field} path={own} actions={actions} />
        </FormField>
        {isKey || isMember ? (
          <span>{TYPE_TEXTS[type]}</span>
        ) : (
          <TypeSelect field={field} path={own} depth={depth} actions={actions} />
        )}
        {isKey ? (
          <span>{path === "" ? "Key" : ""}</span>
        ) : (
          <Button
            formAction="none"
            ariaLabel={`Remove ${own}`}
            onClick={() => actions.remove(field.id)}
          >
            Remove
          </Button>
        )}
      </div>
      {holds && <Children field={field} path={own} depth={depth} actions={actions} />}
    </div>
  );
});

function ownPath(path: string, { name }: Field, index: number | undefined): string {
  if (index !== undefined) return `${path}[${String(index)}]`;
  const shown = name === "" ? "new attribute" : name;
  return path === "" ? shown : `${path}.${shown}`;
}

type RowProperties = Pick<Properties, "field" | "path" | "actions">;

const LONG_TEXT = 80;

function FieldValue({ field, path, actions }: RowProperties) {
  const { type, text } = field;
  const label = `Value of ${path}`;
  const setText = (changed: string) =>
    actions.change(field.id, (old) => ({ ...old, text: changed }));
  switch (type) {
    case "BOOL":
      return (
        <Select
          ariaLabel={label}
          selectedOption={field.is ? TRUE : FALSE}
          options={[TRUE, FALSE]}
          onChange={({ detail }) =>
            actions.change(field.id, (old) => ({
              ...old,
              is: detail.selectedOption.value === "true",
            }))
          }
        />
      );
    case "NULL":
      return <span className="jedlik-field-text">null</span>;
    case "L":
    case "M":
    case "SS":
    case "NS":
    case "BS":
      return <span className="jedlik-field-text">{countOf(field)}</span>;
    default: {
      const readable = type === "B" ? readableText(text.trim()) : undefined;
      return (
        <>
          {type === "S" ? (
            <StringText label={label} value={text} onChange={setText} />
          ) : (
            <Input
              ariaLabel={label}
              value={text}
              placeholder={type === "N" ? "Enter a number" : "Enter base64"}
              onChange={({ detail }) => setText(detail.value)}
            />
          )}
          {readable !== undefined && <small>As text: {readable}</small>}
        </>
      );
    }
  }
}

const TRUE = { value: "true", label: "True" };
const FALSE = { value: "false", label: "False" };

interface StringTextProperties {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/**
 * A field of one line would lose line breaks, so it is a text area. A browser turns each `\r\n` of a
 * text area into `\n`, so a text with one is only shown here, and changed as JSON.
 */
function StringText({ label, value, onChange }: StringTextProperties) {
  const [rows] = useState(value.length > LONG_TEXT || value.includes("\n") ? 4 : 1);
  const hasReturns = value.includes("\r");
  return (
    <FormField
      stretch
      {...(hasReturns && {
        description:
          "This text has carriage returns, which a form would lose. Change it in the JSON view.",
      })}
    >
      <Textarea
        ariaLabel={label}
        rows={rows}
        value={value}
        placeholder="Empty value"
        readOnly={hasReturns}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}

function countOf({ type, children }: Field): string {
  const noun = type === "M" ? "attribute" : "member";
  return `${String(children.length)} ${noun}${children.length === 1 ? "" : "s"}`;
}

function TypeSelect({ field, path, depth, actions }: RowProperties & { readonly depth: number }) {
  const choose = (type: Type) => actions.change(field.id, (old) => withType(old, type));
  return (
    <Select
      ariaLabel={`Type of ${path}`}
      selectedOption={{ value: field.type, label: TYPE_TEXTS[field.type] }}
      options={typesAt(depth).map((type) => ({ value: type, label: TYPE_TEXTS[type] }))}
      onChange={({ detail }) => {
        const type = detail.selectedOption.value ?? "";
        if (isType(type)) choose(type);
      }}
    />
  );
}

/** At the deepest level a value holds no others. */
function typesAt(depth: number): readonly Type[] {
  return depth < DEPTH_MAX ? TYPES : TYPES.filter((type) => type !== "L" && type !== "M");
}

const SHOWN_AT_FIRST = 50;
const SHOWN_MORE = 100;

function Children({ field, path, depth, actions }: RowProperties & { readonly depth: number }) {
  const { type, children } = field;
  const [isOpen, setOpen] = useState(children.length <= SHOWN_AT_FIRST);
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const isMap = type === "M";
  const memberType = isSet(type) ? MEMBER_TYPE[type] : undefined;
  const add = (added: Type) => actions.add(field.id, newField("", added));
  return (
    <div className="jedlik-children">
      {children.length > 0 && (
        <div>
          <Button
            formAction="none"
            variant="inline-link"
            iconName={isOpen ? "angle-down" : "angle-right"}
            ariaLabel={`${isOpen ? "Fold" : "Unfold"} ${path}`}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? "Fold" : "Unfold"}
          </Button>
        </div>
      )}
      {isOpen &&
        children
          .slice(0, shown)
          .map((child, index) => (
            <FieldRow
              key={child.id}
              field={child}
              path={path}
              depth={depth + 1}
              actions={actions}
              isMember={memberType !== undefined}
              {...(!isMap && { index })}
            />
          ))}
      {isOpen && children.length > shown && (
        <Button formAction="none" onClick={() => setShown(shown + SHOWN_MORE)}>
          Show {Math.min(SHOWN_MORE, children.length - shown)} more of {children.length}
        </Button>
      )}
      <div>
        {memberType === undefined ? (
          <ButtonDropdown
            ariaLabel={`Insert a field in ${path}`}
            items={typesAt(depth + 1).map((id) => ({ id, text: TYPE_TEXTS[id] }))}
            onItemClick={({ detail }) => {
              if (isType(detail.id)) add(detail.id);
            }}
          >
            Insert a field
          </ButtonDropdown>
        ) : (
          <Button
            formAction="none"
            ariaLabel={`Insert a member in ${path}`}
            onClick={() => add(memberType)}
          >
            Insert a member
          </Button>
        )}
      </div>
    </div>
  );
}
