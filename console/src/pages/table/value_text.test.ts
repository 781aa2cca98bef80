import { expect, test } from "vitest";
import { cut, keyValueText, valueText } from "./value_text";

const BYTES = new Uint8Array([0, 255]);

test.each([
  [{ S: 'a "b"' }, '"a \\"b\\""'],
  [{ N: "1.00000000000000000000000000000000000001" }, "1.00000000000000000000000000000000000001"],
  [{ BOOL: false }, "false"],
  [{ NULL: true as const }, "null"],
  [{ B: BYTES }, "base64 AP8="],
  [{ SS: ["a", "b"] }, '{"a", "b"}'],
  [{ NS: ["1", "2"] }, "{1, 2}"],
  [{ BS: [BYTES] }, "{base64 AP8=}"],
  [{ L: [{ N: "1" }, { M: { a: { S: "" } } }] }, '[1, {"a": ""}]'],
])("%j", (value, text) => expect(valueText(value)).toBe(text));

test("a key is shown without quotation marks", () => {
  expect(keyValueText({ id: { S: "Anna" }, at: { N: "7" } })).toBe("Anna / 7");
});

test("a long text is cut, and says how long it is", () => {
  expect(cut("x".repeat(2000))).toBe("x".repeat(2000));
  expect(cut("x".repeat(400_000))).toBe(`${"x".repeat(2000)}... (400,000 characters)`);
});
