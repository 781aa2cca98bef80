import { expect, test } from "vitest";
import { NEW_TRUST, trustText } from "./trust_form";

const OWN = "000000000000";

test("a new role trusts instances", () => {
  expect(trustText(NEW_TRUST, OWN)).toContain('"Service": "ec2.amazonaws.com"');
});

test("an account is that of the user unless another is given", () => {
  const form = { ...NEW_TRUST, way: "account" as const };
  expect(trustText(form, OWN)).toContain("arn:aws:iam::000000000000:root");
  expect(trustText({ ...form, account: "222222222222" }, OWN)).toContain("::222222222222:root");
  expect(trustText({ ...form, account: "2222" }, OWN)).toBeUndefined();
});

test("a web identity needs a provider and an audience", () => {
  const form = { ...NEW_TRUST, way: "web" as const, provider: "arn:aws:iam::1:oidc-provider/a" };
  expect(trustText(form, OWN)).toBeUndefined();
  expect(trustText({ ...form, audience: "app" }, OWN)).toContain('"a:aud": "app"');
});

test("a custom policy must be JSON", () => {
  const form = { ...NEW_TRUST, way: "custom" as const };
  expect(trustText({ ...form, custom: "{" }, OWN)).toBeUndefined();
  expect(trustText({ ...form, custom: "{}" }, OWN)).toBe("{}");
});
