/**
 * Attribute values. Numbers are text, so no digit is lost; binary is base64 text; an item is a Map,
 * so that an attribute may have any name, `__proto__` too.
 */

export type ScalarType = "S" | "N" | "B";
export type SetType = "SS" | "NS" | "BS";
export type Type = ScalarType | SetType | "BOOL" | "NULL" | "L" | "M";

export type Value =
  | { readonly type: ScalarType; readonly text: string }
  | { readonly type: "BOOL"; readonly is: boolean }
  | { readonly type: "NULL" }
  | { readonly type: SetType; readonly texts: readonly string[] }
  | { readonly type: "L"; readonly members: readonly Value[] }
  | { readonly type: "M"; readonly fields: Item };

export type Item = ReadonlyMap<string, Value>;

export const TYPE_TEXTS: Readonly<Record<Type, string>> = {
  S: "String",
  N: "Number",
  B: "Binary",
  BOOL: "Boolean",
  NULL: "Null",
  SS: "String set",
  NS: "Number set",
  BS: "Binary set",
  L: "List",
  M: "Map",
};

export const TYPES = Object.keys(TYPE_TEXTS) as readonly Type[];

/** The type of the members of a set. */
export const MEMBER_TYPE: Readonly<Record<SetType, ScalarType>> = { SS: "S", NS: "N", BS: "B" };

export function isType(text: string): text is Type {
  return Object.hasOwn(TYPE_TEXTS, text);
}

export function isSet(type: Type): type is SetType {
  return Object.hasOwn(MEMBER_TYPE, type);
}

/** Whether two values are the same. The order of a set does not matter; numbers are compared as text. */
export function isSame(one: Value | undefined, other: Value | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  switch (one.type) {
    case "NULL":
      return other.type === "NULL";
    case "BOOL":
      return other.type === "BOOL" && one.is === other.is;
    case "S":
    case "N":
    case "B":
      return other.type === one.type && one.text === other.text;
    case "SS":
    case "NS":
    case "BS":
      return other.type === one.type && haveSameMembers(one.texts, other.texts);
    case "L":
      return (
        other.type === "L" &&
        one.members.length === other.members.length &&
        one.members.every((member, index) => isSame(member, other.members[index]))
      );
    case "M":
      return other.type === "M" && isSameItem(one.fields, other.fields);
  }
}

export function isSameItem(one: Item, other: Item): boolean {
  return (
    one.size === other.size && [...one].every(([name, value]) => isSame(value, other.get(name)))
  );
}

function haveSameMembers(one: readonly string[], other: readonly string[]): boolean {
  const known = new Set(other);
  return one.length === other.length && one.every((text) => known.has(text));
}
