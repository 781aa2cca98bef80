import type { BackupSelection } from "@aws-sdk/client-backup";
import { describe, expect, it } from "vitest";
import { selects } from "./selects";

const ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/Music";
const TAGS = [
  { key: "backup", value: "nightly" },
  { key: "team", value: "songs" },
];
const BASE = { SelectionName: "s", IamRoleArn: "arn:aws:iam::000000000000:role/r" };
const tag = (ConditionKey: string, ConditionValue: string) => ({
  ...{ ConditionType: "STRINGEQUALS" as const, ConditionKey, ConditionValue },
});
const condition = (key: string, ConditionValue: string) => ({
  ...{ ConditionKey: `aws:ResourceTag/${key}`, ConditionValue },
});

// The same cases as in tests/features/aws_backup/test_selection_rules.py of the server, and more.
const CASES: readonly [Omit<BackupSelection, keyof typeof BASE>, boolean, boolean | undefined][] = [
  [{ Resources: [ARN] }, true, true],
  [{ Resources: [`${ARN}2`] }, false, false],
  [{ Resources: ["*"] }, true, true],
  [{ Resources: ["arn:aws:dynamodb:*"] }, true, true],
  [{ Resources: ["arn:aws:dynamodb:*:*:table/M*"] }, true, true],
  [{ Resources: ["arn:aws:dynamodb:*:*:table/M?s*c"] }, true, true],
  [{ Resources: ["arn:aws:dynamodb:*:*:table/*i*i*"] }, false, false],
  // With a regular expression it would take longer than anybody waits.
  [{ Resources: [`arn:${"*".repeat(30)}~*`] }, false, false],
  [{ Resources: ["arn:aws:dynamodb:*:*:table/*"], NotResources: [ARN] }, false, false],
  [{ Resources: ["arn:aws:ec2:*:*:volume/*"] }, false, false],
  [{ Resources: ["arn:aws:dynamodb:us-east-1:000000000000:table/M.sic*"] }, false, false],
  [{ ListOfTags: [tag("backup", "nightly")] }, true, undefined],
  [{ ListOfTags: [tag("backup", "daily"), tag("team", "songs")] }, true, undefined],
  [{ ListOfTags: [tag("backup", "daily")] }, false, undefined],
  [{ Resources: [ARN], ListOfTags: [tag("backup", "daily")] }, true, true],
  [{ Conditions: { StringEquals: [condition("backup", "nightly")] } }, true, undefined],
  [{ Conditions: { StringNotEquals: [condition("backup", "nightly")] } }, false, undefined],
  [{ Conditions: { StringLike: [condition("team", "so*")] } }, true, undefined],
  [{ Conditions: { StringNotLike: [condition("other", "*")] } }, true, undefined],
  [
    { Resources: ["*"], Conditions: { StringEquals: [condition("backup", "daily")] } },
    false,
    undefined,
  ],
];

describe("a selection", () => {
  it.each(CASES)("%o names the table: %s, without known tags: %s", (part, known, unknown) => {
    const selection: BackupSelection = { ...BASE, ...part };
    expect(selects(selection, ARN, TAGS)).toBe(known);
    expect(selects(selection, ARN, undefined)).toBe(unknown);
  });
});
