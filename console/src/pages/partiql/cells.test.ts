import { expect, it } from "vitest";
import { cellText, columnNames } from "./cells";

it("has a column for each attribute of any item", () => {
  expect(
    columnNames([
      { b: { S: "" }, a: { S: "" } },
      { c: { N: "1" }, a: { S: "" } },
    ]),
  ).toEqual(["b", "a", "c"]);
});

it("shows each type", () => {
  expect(cellText(undefined)).toBe("");
  expect(cellText({ S: "a" })).toBe("a");
  expect(cellText({ N: "12345678901234567890" })).toBe("12345678901234567890");
  expect(cellText({ B: new Uint8Array([0, 255]) })).toBe("AP8=");
  expect(cellText({ BOOL: false })).toBe("false");
  expect(cellText({ NULL: true })).toBe("null");
  expect(cellText({ SS: ["a", "b"] })).toBe('["a","b"]');
  expect(cellText({ BS: [new Uint8Array([255])] })).toBe('["/w=="]');
  expect(cellText({ L: [{ M: { a: { N: "1" } } }] })).toBe('[{"M":{"a":{"N":"1"}}}]');
});

it("cuts what is long", () => {
  expect(cellText({ S: "x".repeat(400_000) })).toHaveLength(303);
});
