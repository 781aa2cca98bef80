import type { BackupJobState, BackupSelection } from "@aws-sdk/client-backup";
import { describe, expect, it } from "vitest";
import {
  arnOfTable,
  assignedText,
  homeOf,
  keptText,
  lastJob,
  ofRules,
  protects,
  rolesOf,
  ruleSchedule,
} from "./plan_words";
import type { Plan, PlanDetails } from "./plan";
import { pauseOf } from "./plan";

const ARN = arnOfTable("us-east-1", "000000000000", "Music");
const HOME = homeOf("us-east-1", "000000000000");
const ROLE = "arn:aws:iam::000000000000:role/r";
const RULE = { RuleName: "r", TargetBackupVaultName: "v" };

function plan(...selections: Partial<BackupSelection>[]): Plan {
  const whole = selections.map((part) => ({
    ...{ id: "s", SelectionName: "s", IamRoleArn: ROLE },
    ...part,
  }));
  return { id: "p", name: "nightly", selections: whole, failures: [] };
}

function details(part: Partial<PlanDetails>): PlanDetails {
  return { rules: [], version: "v", changed: undefined, runs: [], ...part };
}

describe("a plan", () => {
  it("says which tables it backs up", () => {
    expect(ARN).toBe("arn:aws:dynamodb:us-east-1:000000000000:table/Music");
    expect(assignedText(plan({ Resources: [ARN] }, { Resources: ["*"] }), HOME)).toBe(
      "Music; all tables",
    );
    expect(assignedText(plan(), HOME)).toBe("Nothing");
    const byTag = {
      ConditionType: "STRINGEQUALS",
      ConditionKey: "a",
      ConditionValue: "b",
    } as const;
    expect(assignedText(plan({ ListOfTags: [byTag] }), HOME)).toBe("tables with the tag a=b");
    const like = { ConditionKey: "aws:ResourceTag/a", ConditionValue: "b*" };
    const conditions = { Conditions: { StringLike: [like] }, NotResources: [ARN] };
    expect(assignedText(plan(conditions), HOME)).toBe(
      "all tables, under 1 condition, without Music",
    );
    expect(assignedText({ id: "p", name: "n", failures: [] }, HOME)).toBe("Not known");
  });

  it("shows the whole ARN of a table that is elsewhere", () => {
    const elsewhere = "arn:aws:dynamodb:eu-west-1:111122223333:table/Music";
    expect(assignedText(plan({ Resources: [elsewhere] }), HOME)).toBe(elsewhere);
    const everywhere = "arn:aws:dynamodb:*:*:table/*";
    expect(assignedText(plan({ Resources: [everywhere] }), HOME)).toBe("all tables");
  });

  it("backs up a table by one of its selections", () => {
    const byTag = {
      ConditionType: "STRINGEQUALS",
      ConditionKey: "a",
      ConditionValue: "b",
    } as const;
    expect(protects(plan({ Resources: [`${ARN}2`] }, { Resources: [ARN] }), ARN, [])).toBe(true);
    expect(protects(plan({ ListOfTags: [byTag] }), ARN, [])).toBe(false);
    expect(protects(plan({ ListOfTags: [byTag] }), ARN, undefined)).toBeUndefined();
    expect(protects({ id: "p", name: "n", failures: [] }, ARN, [])).toBeUndefined();
    expect(rolesOf(plan({}, {}))).toEqual([ROLE]);
  });

  it("says what its rules say, each text once", () => {
    const daily = { ...RULE, ScheduleExpression: "cron(0 5 ? * * *)" };
    const rules = [
      { ...daily, Lifecycle: { DeleteAfterDays: 1 } },
      { ...daily, Lifecycle: { DeleteAfterDays: 35, MoveToColdStorageAfterDays: -1 } },
      { ...daily, Lifecycle: { DeleteAfterDays: -1 } },
    ];
    const whole = { ...plan(), details: details({ rules }) };
    expect(ofRules(whole, keptText)).toBe("1 day; 35 days; Always");
    expect(ofRules(whole, ruleSchedule)).toBe("Every day at 05:00 (UTC)");
    expect(ofRules(plan(), keptText)).toBe("Not known");
  });
});

describe("the last job of a plan", () => {
  it("is the newest one", () => {
    const jobs = [
      { BackupJobId: "3", CreatedBy: { BackupPlanId: "other" } },
      { BackupJobId: "2", CreatedBy: { BackupPlanId: "p" } },
      { BackupJobId: "1", CreatedBy: { BackupPlanId: "p" } },
    ];
    expect(lastJob(jobs, plan())?.BackupJobId).toBe("2");
    expect(lastJob([], plan())).toBeUndefined();
  });

  it("is that of the newest run that failed, or still runs", () => {
    const job = (BackupJobId: string, State: BackupJobState, seconds: number) => ({
      ...{ BackupJobId, State, CreatedBy: { BackupPlanId: "p" } },
      CreationDate: new Date(1_000_000 + seconds * 1000),
    });
    const done = job("3", "COMPLETED", 1);
    const failed = job("2", "FAILED", 0);
    const running = job("2", "RUNNING", 0);
    expect(lastJob([done, failed], plan())).toBe(failed);
    expect(lastJob([done, running], plan())).toBe(running);
    expect(lastJob([done, job("1", "FAILED", -90)], plan())).toBe(done);
  });
});

describe("the list of plans", () => {
  it("is read again when it has run", () => {
    const at = (time: number) => ({
      ...plan(),
      details: details({ runs: [{ ExecutionTime: new Date(time) }] }),
    });
    expect(pauseOf([at(70_000), at(20_000), plan()], 10_000)).toBe(13_000);
    expect(pauseOf([at(5_000)], 10_000)).toBe(3_000);
    expect(pauseOf([plan()], 10_000)).toBe(false);
    expect(pauseOf([at(40 * 86_400_000)], 0)).toBe(false);
  });
});
