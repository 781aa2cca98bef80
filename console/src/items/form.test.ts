import { expect, test } from "vitest";
import type { Field } from "./form";
import { addField, changeField, fieldsOf, newField, readForm, removeField, withType } from "./form";
import { randomItem, seeds } from "./random.fixture";
import type { Item } from "./value";
import { isSameItem } from "./value";

const KEY = [{ name: "id", type: "S" as const }];

test.each(seeds(200))("an item survives the form (seed %i)", (seed) => {
  const item: Item = new Map([["id", { type: "S", text: "1" }], ...randomItem(seed)]);
  const { item: read, problems } = readForm(fieldsOf(item, KEY));
  expect(problems.size).toBe(0);
  expect(isSameItem(read, item)).toBe(true);
});

test("a new item has empty fields for its key, which must be filled", () => {
  const fields = fieldsOf(new Map(), KEY);
  expect(fields).toMatchObject([{ name: "id", type: "S", isKey: true }]);
  expect([...readForm(fields).problems.values()]).toEqual([
    "A value of the key must not be empty.",
  ]);
});

test("what is wrong is said at its field", () => {
  const bad: readonly [Partial<Field>, string][] = [
    [{ type: "N", text: "1.2.3" }, "Write a number"],
    [{ type: "N", text: `1${"0".repeat(37)}5` }, "at most 38 significant digits"],
    [{ type: "N", text: "1e126" }, "too large"],
    [{ type: "N", text: "-1e-131" }, "too close to zero"],
    [{ type: "B", text: "abc" }, "base64"],
    [{ type: "SS" }, "at least one member"],
    [{ name: "" }, "name of the attribute"],
  ];
  for (const [change, message] of bad) {
    const field = { ...newField("a", "S"), ...change };
    expect(readForm([field]).problems.get(field.id)).toContain(message);
  }
});

test("a name or a member of a set that stands twice is refused", () => {
  const twice = [newField("a", "S"), newField("a", "S")];
  expect(readForm(twice).problems.get(twice[1]?.id ?? 0)).toBe("This name is already used.");
  const set = { ...newField("s", "SS"), children: [newField("", "S"), newField("", "S")] };
  expect(readForm([set]).problems.size).toBe(1);
});

test("fields are added, changed and removed at any depth, and others stay the same objects", () => {
  const inner = newField("b", "S");
  const map = { ...newField("a", "M"), children: [inner] };
  const other = newField("c", "S");
  const start = [map, other];
  const added = newField("d", "N");
  const more = addField(start, map.id, added);
  expect(more[0]?.children).toEqual([inner, added]);
  expect(more[1]).toBe(other);
  const changed = changeField(more, added.id, (field) => ({ ...field, text: "5" }));
  expect(changed[0]?.children[1]?.text).toBe("5");
  expect(removeField(changed, inner.id)[0]?.children).toHaveLength(1);
  expect(removeField(changed, -1)).toBe(changed);
});

test("a list that becomes a set or a map keeps its members", () => {
  const list = { ...newField("a", "L"), children: [{ ...newField("", "S"), text: "x" }] };
  expect(withType(list, "NS").children).toMatchObject([{ type: "N", text: "x" }]);
  expect(withType(list, "M").children).toMatchObject([{ name: "0", text: "x" }]);
  expect(withType(list, "S").children).toEqual([]);
});
