import { expect, test } from "vitest";
import { csvText } from "./csv";

test("cells with commas and quotation marks are quoted", () => {
  expect(csvText(["User name", "Password"], ["Anna", 'a,"b'])).toBe(
    'User name,Password\r\nAnna,"a,""b"\r\n',
  );
});

test("a secret is not changed", () => {
  expect(csvText(["=a+b/c"])).toBe("=a+b/c\r\n");
});
