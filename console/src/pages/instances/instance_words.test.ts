import { expect, test } from "vitest";
import { nameOfInstance, profileOf, shellCommand } from "./instance_words";

test("an instance is named by its tag", () => {
  expect(nameOfInstance({ Tags: [{ Key: "Name", Value: "music" }] })).toBe("music");
  expect(nameOfInstance({})).toBe("-");
});

test("a profile is named by the end of its ARN", () => {
  const Arn = "arn:aws:iam::000000000000:instance-profile/eng/Reader";
  expect(profileOf({ IamInstanceProfile: { Arn } })).toBe("Reader");
  expect(profileOf({})).toBeUndefined();
});

test("the command starts a shell", () => {
  expect(shellCommand("i-1")).toBe("jedlik instance shell i-1");
});
