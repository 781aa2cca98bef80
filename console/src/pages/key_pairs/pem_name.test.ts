import { expect, it } from "vitest";
import { pemName } from "./pem_name";

it.each([
  ["music", "music.pem"],
  ["../../etc/passwd", "__.._etc_passwd.pem"],
  ["a b<c>", "a b_c_.pem"],
])("the file of %s is %s", (keyName, fileName) => {
  expect(pemName(keyName)).toBe(fileName);
});
