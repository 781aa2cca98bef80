import { expect, test } from "vitest";
import { keyOfAddress } from "./address_key";

const KEY = [
  { name: "pk", type: "S" as const },
  { name: "sk", type: "N" as const },
];

test("the key is read from the address", () => {
  const search = `?${new URLSearchParams({ key: '{"pk":{"S":"a&b=c"},"sk":{"N":"1.50"}}' }).toString()}`;
  expect(keyOfAddress(search, KEY)).toEqual(
    new Map([
      ["pk", { type: "S", text: "a&b=c" }],
      ["sk", { type: "N", text: "1.50" }],
    ]),
  );
});

test("an address without a key has none", () => {
  expect(keyOfAddress("", KEY)).toBeUndefined();
});

test.each(['{"pk":{"S":"a"}}', '{"pk":{"N":"1"},"sk":{"N":"1"}}', "x", "{}"])(
  "%s is no key of the table",
  (text) => {
    expect(() => keyOfAddress(`?key=${encodeURIComponent(text)}`, KEY)).toThrow();
  },
);
