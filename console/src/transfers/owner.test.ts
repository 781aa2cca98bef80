import { expect, test } from "vitest";
import { OWN, ownerError, ownerOf } from "./owner";

test("the account that calls is not sent", () => {
  expect(ownerOf(OWN)).toBeUndefined();
  expect(ownerOf({ isOther: false, account: "1" })).toBeUndefined();
  expect(ownerError({ isOther: false, account: "1" })).toBeUndefined();
});

test.each([
  ["123456789012", undefined],
  [" 123456789012 ", undefined],
  ["", "Type the 12 digits of the account."],
  ["12345678901", "Type the 12 digits of the account."],
  ["12345678901a", "Type the 12 digits of the account."],
])("another account %j", (account, error) => {
  expect(ownerError({ isOther: true, account })).toBe(error);
  expect(ownerOf({ isOther: true, account })).toBe(account.trim());
});
