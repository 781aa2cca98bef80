import { expect, it } from "vitest";
import { itemFromWire, valueFromWire } from "@/items/wire";
import { cellText, columnNames } from "./cells";

it("has a column for each attribute of any item", () => {
  const items = [
    { b: { S: "" }, a: { S: "" } },
    { c: { N: "1" }, a: { S: "" } },
  ].map(itemFromWire);
  expect(columnNames(items)).toEqual(["b", "a", "c"]);
});

it.each([
  [{ S: "a" }, "a"],
  [{ N: "12345678901234567890" }, "12345678901234567890"],
  [{ B: "AP8=" }, "AP8="],
  [{ BOOL: false }, "false"],
  [{ NULL: true }, "null"],
])("shows %j", (wire, text) => {
  expect(cellText(valueFromWire(wire))).toBe(text);
});

it("shows sets, lists and maps as DynamoDB JSON, and nothing for a missing value", () => {
  const wire = { M: { l: { L: [{ SS: ["a", "b"] }] } } };
  expect(JSON.parse(cellText(valueFromWire(wire)))).toEqual(wire);
  expect(cellText(undefined)).toBe("");
});

it("cuts what is long", () => {
  expect(cellText({ type: "S", text: "x".repeat(400_000) })).toHaveLength(303);
});
