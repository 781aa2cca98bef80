import { expect, test } from "vitest";
import type { Explanation } from "./explanation";
import { deciding, formOf, missingStatement, NEW_FORM, questionOf } from "./explanation";

const ALLOW = {
  PolicyType: "managed",
  Number: 1,
  Effect: "Allow" as const,
  Applies: true,
  Contribution: "allow" as const,
  Summary: "It allows the request.",
};
const DENY = { ...ALLOW, Effect: "Deny" as const, Contribution: "deny" as const };
const UNMET = { ...ALLOW, Applies: false, Contribution: "none" as const };

function explained(Decision: Explanation["Decision"]): Explanation {
  return {
    Decision,
    Principal: "arn:aws:iam::000000000000:user/Anna",
    Action: "dynamodb:PutItem",
    Resource: "arn:aws:dynamodb:us-east-1:000000000000:table/Music",
    DecidedBy: "identity-based policy",
    Reasons: [],
    Statements: [ALLOW, DENY, UNMET],
    MissingContext: [],
    Notes: [],
  };
}

test("what is left empty is not asked", () => {
  const question = questionOf({ ...NEW_FORM, action: " dynamodb:Scan ", resource: "Music" });
  expect(JSON.parse(JSON.stringify(question))).toEqual({
    Action: "dynamodb:Scan",
    Resource: "Music",
  });
});

test("condition keys have lists of values", () => {
  const context = [
    { key: "aws:username", type: "string" as const, values: "Anna" },
    { key: "dynamodb:LeadingKeys", type: "stringList" as const, values: "a,b" },
  ];
  expect(questionOf({ ...NEW_FORM, principal: "user/Anna", context })).toMatchObject({
    Principal: "user/Anna",
    Context: { "aws:username": ["Anna"], "dynamodb:LeadingKeys": ["a", "b"] },
  });
});

test("a denial is decided by what denies, a permission by what allows", () => {
  expect(deciding(explained("explicitDeny"))).toEqual([DENY]);
  expect(deciding(explained("allowed"))).toEqual([ALLOW]);
  expect(deciding(explained("implicitDeny"))).toEqual([]);
});

test("a statement is proposed only if nothing allows the request", () => {
  expect(missingStatement(explained("explicitDeny"))).toBeUndefined();
  expect(JSON.parse(missingStatement(explained("implicitDeny")) ?? "")).toEqual({
    Effect: "Allow",
    Action: "dynamodb:PutItem",
    Resource: "arn:aws:dynamodb:us-east-1:000000000000:table/Music",
  });
});

test("the next question begins with the request that was explained", () => {
  const { Principal, Action, Resource } = explained("implicitDeny");
  expect(questionOf(formOf(explained("implicitDeny")))).toMatchObject({
    Principal,
    Action,
    Resource,
  });
});
