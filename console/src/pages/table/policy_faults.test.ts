import { expect, test } from "vitest";
import { policyFaults } from "./policy_faults";

const STATEMENT = {
  Effect: "Allow",
  Principal: "*",
  Action: ["dynamodb:GetItem", "dynamodb:*"],
  Resource: "*",
};

function faults(policy: unknown): string[] {
  return policyFaults(JSON.stringify(policy)).map(({ text }) => text);
}

test("a policy without faults, and no policy, have none", () => {
  expect(faults({ Version: "2012-10-17", Statement: [STATEMENT] })).toEqual([]);
  expect(faults({ Statement: STATEMENT })).toEqual([]);
  expect(policyFaults(" \n")).toEqual([]);
});

test("a fault of JSON is reported at its line and column", () => {
  expect(policyFaults('{\n  "Version": "2012-10-17"\n  "Statement": []\n}')).toEqual([
    { line: 3, column: 3, text: "A comma (,) or } is expected here." },
  ]);
});

test.each([
  ["{", 1, 2],
  ['{"a": tru}', 1, 7],
  ['{"a": "b\n"}', 1, 7],
  ["[1,]", 1, 4],
  ["{} {}", 1, 4],
  ["[".repeat(200), 1, 102],
])("%j is not JSON", (text, line, column) => {
  expect(policyFaults(text)).toEqual([expect.objectContaining({ line, column })]);
});

test("a fault of the grammar is reported at its line", () => {
  const text = JSON.stringify({ Statement: [{ ...STATEMENT, Effect: "Maybe" }] }, null, 2);
  expect(policyFaults(text)).toEqual([
    { line: 4, column: 17, text: 'Effect is "Allow" or "Deny".' },
  ]);
});

test.each([
  [[], "A policy is an object: { }."],
  [{}, "The policy has no Statement."],
  [{ Statement: [] }, "The policy has no statement."],
  [{ Statement: ["x"] }, "A statement is an object: { }."],
  [{ Version: "2020-01-01", Statement: STATEMENT }, 'Version is "2012-10-17" or "2008-10-17".'],
  [{ Statement: STATEMENT, Effects: 1 }, "There is no element Effects here."],
  [{ Statement: { ...STATEMENT, Principal: undefined } }, "The statement has no Principal."],
  [{ Statement: { ...STATEMENT, Effect: undefined } }, "The statement has no Effect."],
  [
    { Statement: { ...STATEMENT, NotAction: "a:b" } },
    "A statement has Action or NotAction, not both.",
  ],
  [
    { Statement: { ...STATEMENT, Action: "GetItem" } },
    'An action is a text like "dynamodb:GetItem".',
  ],
  [{ Statement: { ...STATEMENT, Condition: "x" } }, "Condition is an object: { }."],
])("%j", (policy, text) => {
  expect(faults(policy)).toEqual([text]);
});

test("an element that is there twice", () => {
  const found = policyFaults('{"Id": "a", "Id": "b", "Statement": []}').map(({ text }) => text);
  expect(found).toContain("The element Id is there twice.");
});
