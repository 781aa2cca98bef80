import { expect, test } from "vitest";
import { jsonError } from "./json_check";

test.each(['{"a": [1, -2.5e+3, true, null, "x\\u00e9\\n"], "b": {}}', "[]", ' "a" ', "0"])(
  "%s is JSON",
  (text) => {
    expect(jsonError(text)).toBeUndefined();
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  },
);

test.each([
  ['{\n"a": x}', 2, "Expected a value, found “x”"],
  ['{\n"a":', 2, "Expected a value, found the end"],
  ['{"a": 1\n"b": 2}', 2, 'Expected a comma or }, found “"”'],
  ['{"a" 1}', 1, "Expected a colon after the name, found “1”"],
  ["{a: 1}", 1, "Expected a name in double quotation marks, found “a”"],
  ["[1,]", 1, "Expected a value, found “]”"],
  ["{}\n{}", 2, "Expected the end of the text, found “{”"],
  ['{"a": "b\n"}', 1, "A text in quotation marks does not end, or contains a wrong character"],
  ["[01]", 1, "Expected a comma or ], found “1”"],
  ["[".repeat(600), 1, "There are too many brackets in brackets"],
])("%s is no JSON", (text, line, message) => {
  expect(jsonError(text)).toEqual({ line, message });
  expect(() => JSON.parse(text) as unknown).toThrow();
});
