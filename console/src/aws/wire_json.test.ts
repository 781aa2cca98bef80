import { expect, it } from "vitest";
import { wireText } from "./wire_json";

it("writes bytes as base64 and times as text, at any depth, and keeps each name", () => {
  const value = {
    Item: { b: { B: new Uint8Array([0, 1, 255]) }, bs: { BS: [new Uint8Array([255])] } },
    At: new Date(0),
    None: undefined,
    ["__proto__"]: { S: "a" },
  };
  expect(wireText(value, true)).toBe(
    '{"Item":{"b":{"B":"AAH/"},"bs":{"BS":["/w=="]}},"At":"1970-01-01T00:00:00.000Z","__proto__":{"S":"a"}}',
  );
});

it("writes many bytes", () => {
  const bytes = new Uint8Array(400_000).fill(7);
  expect(wireText(bytes)).toHaveLength(Math.ceil(400_000 / 3) * 4 + 2);
});
