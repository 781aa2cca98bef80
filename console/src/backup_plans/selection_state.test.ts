import type { BackupSelection } from "@aws-sdk/client-backup";
import { describe, expect, it } from "vitest";
import { homeOf } from "./plan_words";
import { planState, selectionState } from "./selection_state";

const HOME = homeOf("us-east-1", "000000000000");
const ARN = `${HOME}:table/Music`;
const FACTS = { home: HOME, isOptedIn: true, tables: ["Music"] };
const TAG = { ConditionType: "STRINGEQUALS", ConditionKey: "a", ConditionValue: "b" } as const;

function selection(part: Partial<BackupSelection>): BackupSelection {
  return { SelectionName: "s", IamRoleArn: "role", ...part };
}

describe("a selection", () => {
  it.each([
    ARN,
    "*",
    "arn:aws:dynamodb:*",
    "arn:*",
    `${HOME}:table/*`,
    `${HOME}:*`,
    "arn:aws:dynamodb:*:*:table/Later*",
  ])("that names %s is active", (arn) => {
    expect(selectionState(selection({ Resources: [arn] }), FACTS).text).toBe("Active");
  });

  it.each([
    `${HOME}:table/Songs`,
    "arn:aws:dynamodb:eu-west-1:000000000000:table/Music",
    "arn:aws:dynamodb:us-east-1:111122223333:table/*",
    "arn:aws:ec2:*:*:volume/*",
    "arn:aws:ec2:*",
    `${HOME}:index/*`,
  ])("that names %s is marked", (arn) => {
    const state = selectionState(selection({ Resources: [ARN, arn] }), FACTS);
    expect(state).toEqual({ type: "warning", text: `Not found in this Region: ${arn}` });
  });

  it("is not marked if the user may not read the names of tables", () => {
    const facts = { ...FACTS, tables: undefined };
    const named = selection({ Resources: [`${HOME}:table/Songs`] });
    expect(selectionState(named, facts).text).toBe("Active");
  });

  it("without ARNs is inactive if DynamoDB is not opted in", () => {
    const facts = { ...FACTS, isOptedIn: false };
    for (const part of [{ ListOfTags: [TAG] }, { Resources: ["*"] }]) {
      expect(selectionState(selection(part), facts).text).toMatch(
        /^Inactive: DynamoDB is not opted/,
      );
      expect(selectionState(selection(part), FACTS).text).toBe("Active");
      const unknown = selectionState(selection(part), { ...facts, isOptedIn: undefined });
      expect(unknown.text).toBe("Not known");
    }
    expect(selectionState(selection({ Resources: [ARN] }), facts).text).toBe("Active");
    const both = selection({ Resources: ["*", ARN] });
    expect(selectionState(both, facts).text).toBe("Active");
  });
});

describe("a plan", () => {
  it("is inactive if all its selections are", () => {
    const byTag = selection({ ListOfTags: [TAG] });
    expect(planState([byTag, selection({ Resources: [ARN] })], false).text).toBe("Active");
    expect(planState([byTag], true).text).toBe("Active");
    expect(planState([byTag], false).text).toMatch(/^Inactive: /);
    expect(planState([byTag], undefined).text).toBe("Not known");
    expect(planState(undefined, true).text).toBe("Not known");
    expect(planState([], true).text).toBe("Backs up nothing");
  });
});
