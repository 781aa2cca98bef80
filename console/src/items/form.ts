/** An item as a form: a tree of fields, each with a text, that can be changed and read back. */

import { base64Problem, numberProblem } from "./scalars";
import type { Item, Type, Value } from "./value";
import { isSet, MEMBER_TYPE } from "./value";

export interface Field {
  /** Names the field while the form is shown. */
  readonly id: number;
  /** The name of the attribute. A member of a list or a set has none. */
  readonly name: string;
  readonly type: Type;
  /** Of String, Number and Binary: what is typed. */
  readonly text: string;
  readonly is: boolean;
  /** Of lists, maps and sets. */
  readonly children: readonly Field[];
  /** Part of the key: it stays, and so do its name and type. */
  readonly isKey: boolean;
}

/** The levels that the service allows. An attribute of the item is at level 1. */
export const DEPTH_MAX = 32;

let count = 0;

export function newField(name: string, type: Type, isKey = false): Field {
  return { id: ++count, name, type, text: "", is: true, children: [], isKey };
}

interface KeyAttribute {
  readonly name: string;
  readonly type: Type;
}

/** The fields of an item: those of the key first, in their order. */
export function fieldsOf(item: Item, key: readonly KeyAttribute[]): Field[] {
  const names = new Set(key.map(({ name }) => name));
  const first = key.map(({ name, type }) => {
    const value = item.get(name);
    return value ? { ...fieldOf(name, value), isKey: true } : newField(name, type, true);
  });
  const rest = [...item].filter(([name]) => !names.has(name));
  return [...first, ...rest.map(([name, value]) => fieldOf(name, value))];
}

function fieldOf(name: string, value: Value): Field {
  const field = newField(name, value.type);
  switch (value.type) {
    case "S":
    case "N":
    case "B":
      return { ...field, text: value.text };
    case "BOOL":
      return { ...field, is: value.is };
    case "NULL":
      return field;
    case "SS":
    case "NS":
    case "BS": {
      const type = MEMBER_TYPE[value.type];
      return { ...field, children: value.texts.map((text) => fieldOf("", { type, text })) };
    }
    case "L":
      return { ...field, children: value.members.map((member) => fieldOf("", member)) };
    case "M":
      return { ...field, children: [...value.fields].map(([n, member]) => fieldOf(n, member)) };
  }
}

export interface ReadForm {
  readonly item: Item;
  /** By the id of the field. */
  readonly problems: ReadonlyMap<number, string>;
}

/** The item of a form, and what is wrong in it. */
export function readForm(fields: readonly Field[]): ReadForm {
  const problems = new Map<number, string>();
  const item = readFields(fields, problems);
  return { item, problems };
}

function readFields(fields: readonly Field[], problems: Map<number, string>): Item {
  const item = new Map<string, Value>();
  for (const field of fields) {
    if (field.name === "") problems.set(field.id, "Write the name of the attribute.");
    else if (item.has(field.name)) problems.set(field.id, "This name is already used.");
    item.set(field.name, readField(field, problems));
  }
  return item;
}

function readField(field: Field, problems: Map<number, string>): Value {
  const { type, children } = field;
  switch (type) {
    case "S":
    case "N":
    case "B": {
      const text = type === "S" ? field.text : field.text.trim();
      const problem = textProblem(field, text);
      if (problem !== undefined) problems.set(field.id, problem);
      return { type, text };
    }
    case "BOOL":
      return { type, is: field.is };
    case "NULL":
      return { type };
    case "SS":
    case "NS":
    case "BS":
      return { type, texts: readSet(field, problems) };
    case "L":
      return { type, members: children.map((child) => readField(child, problems)) };
    case "M":
      return { type, fields: readFields(children, problems) };
  }
}

function readSet(field: Field, problems: Map<number, string>): string[] {
  if (field.children.length === 0) problems.set(field.id, "A set has at least one member.");
  const known = new Set<string>();
  return field.children.map((child) => {
    const value = readField(child, problems);
    const text = "text" in value ? value.text : "";
    if (known.has(text)) problems.set(child.id, "This member is already in the set.");
    known.add(text);
    return text;
  });
}

function textProblem(field: Field, text: string): string | undefined {
  if (field.isKey && text === "") return "A value of the key must not be empty.";
  if (field.type === "N") return numberProblem(text);
  if (field.type === "B") return base64Problem(text);
  return undefined;
}

/** A copy in which one field is changed. Fields that did not change stay the same objects. */
export function changeField(
  fields: readonly Field[],
  id: number,
  change: (field: Field) => Field | undefined,
): readonly Field[] {
  let isChanged = false;
  const changed = fields.flatMap((field) => {
    const next = field.id === id ? change(field) : changeChildren(field, id, change);
    if (next !== field) isChanged = true;
    return next === undefined ? [] : [next];
  });
  return isChanged ? changed : fields;
}

function changeChildren(
  field: Field,
  id: number,
  change: (field: Field) => Field | undefined,
): Field {
  const children = changeField(field.children, id, change);
  return children === field.children ? field : { ...field, children };
}

export function removeField(fields: readonly Field[], id: number): readonly Field[] {
  return changeField(fields, id, () => undefined);
}

/** Adds a field: to the item, or to the list, map or set with the id `parent`. */
export function addField(
  fields: readonly Field[],
  parent: number | undefined,
  added: Field,
): readonly Field[] {
  if (parent === undefined) return [...fields, added];
  return changeField(fields, parent, (field) => ({
    ...field,
    children: [...field.children, added],
  }));
}

/** Gives a field another type. What both types can hold stays. */
export function withType(field: Field, type: Type): Field {
  if (type === field.type) return field;
  const changed = { ...field, type };
  if (isSet(type)) {
    const memberType = MEMBER_TYPE[type];
    const kept = field.children.filter((child) => child.children.length === 0);
    return { ...changed, children: kept.map((child) => ({ ...child, type: memberType })) };
  }
  if (type === "L" || type === "M") {
    const isFromMap = field.type === "M";
    const children = field.children.map((child, index) => {
      if (type === "L") return { ...child, name: "" };
      return isFromMap ? child : { ...child, name: String(index) };
    });
    return { ...changed, children };
  }
  return { ...changed, children: [] };
}
