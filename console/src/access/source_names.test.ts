import { expect, test } from "vitest";
import { holderOf, inlineName } from "./source_names";

test("an ARN names a holder, with or without a path", () => {
  expect(holderOf("arn:aws:iam::000000000000:user/Anna")).toEqual({ kind: "user", name: "Anna" });
  expect(holderOf("arn:aws:iam::000000000000:role/eng/Reader")).toEqual({
    kind: "role",
    name: "Reader",
  });
  expect(holderOf("arn:aws:iam::000000000000:root")).toBeUndefined();
});

test("the source of an inline policy names its holder", () => {
  const anna = { kind: "user" as const, name: "Anna_B" };
  expect(inlineName(anna, "user_Anna_B_read_music")).toBe("read_music");
  expect(inlineName(anna, "AmazonDynamoDBReadOnlyAccess")).toBeUndefined();
});
