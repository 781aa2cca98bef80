import { expect, test } from "vitest";
import { parsePath, pathOf } from "./paths";

test.each([
  ["a", ["a"]],
  ["a.b[0][12].c", ["a", "b", 0, 12, "c"]],
  ['"a.b"[1]', ["a.b", 1]],
  ['"say ""x"""', ['say "x"']],
  ["ü d", ["ü d"]],
])("%s is a path", (text, parts) => {
  expect(parsePath(text)).toEqual(parts);
});

test.each(["", ".", "a.", ".a", "a..b", "[0]", "a[x]", 'a"b', '"a', "a]"])("%j is none", (text) => {
  expect(parsePath(text)).toBeUndefined();
});

test.each(["a", "a.b", 'q"t', "[0]", "__proto__"])("a name %j is a path of one part", (name) => {
  expect(parsePath(pathOf(name))).toEqual([name]);
});
