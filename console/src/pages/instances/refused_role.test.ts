import { expect, test } from "vitest";
import { refusedRole } from "./refused_role";

test("a refusal names the role that may not be passed", () => {
  expect(
    refusedRole(
      "You are not authorized to perform this operation. User: arn:aws:iam::000000000000:user/Anna is not authorized to perform: iam:PassRole on resource: arn:aws:iam::000000000000:role/Reader because no identity-based policy allows the iam:PassRole action.",
    ),
  ).toBe("arn:aws:iam::000000000000:role/Reader");
});

test("another refusal is about no role", () => {
  expect(refusedRole("User: a is not authorized to perform: ec2:RunInstances")).toBeUndefined();
});
