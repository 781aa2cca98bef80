import { describe, expect, it } from "vitest";
import { DAILY } from "./schedule";
import type { RuleDraft } from "./rule_draft";
import { draftOf, NEW_RULE, ruleErrors, ruleOf } from "./rule_draft";

describe("the form of a rule", () => {
  it("sends windows and cold storage only if they are chosen", () => {
    const draft: RuleDraft = {
      ...NEW_RULE,
      window: "custom",
      startHours: "1.5",
      completeHours: "2",
      cold: "10",
      kept: "100",
    };
    expect(ruleOf(draft)).toMatchObject({
      StartWindowMinutes: 90,
      CompletionWindowMinutes: 120,
      Lifecycle: { MoveToColdStorageAfterDays: 10, DeleteAfterDays: 100 },
    });
    expect(ruleOf({ ...NEW_RULE, kept: "" })).toMatchObject({
      StartWindowMinutes: undefined,
      Lifecycle: undefined,
    });
  });

  it.each([
    [{ name: "x".repeat(51) }, "name"],
    [{ schedule: { ...DAILY, time: "5" } }, "schedule"],
    [{ window: "custom", startHours: "0" }, "startHours"],
    [{ window: "custom", completeHours: "" }, "completeHours"],
    [{ kept: "36501" }, "kept"],
    [{ kept: "1.5" }, "kept"],
    [{ cold: "0", kept: "" }, "cold"],
    [{ cold: "1", kept: "90" }, "kept"],
    [{ vault: "a" }, "vault"],
  ] as const)("with %o has a fault in %s", (part, member) => {
    const found = Object.entries(ruleErrors({ ...NEW_RULE, ...part })).filter(([, error]) => error);
    expect(found.map(([name]) => name)).toEqual([member]);
  });

  it("shows a rule that exists, and writes it back as it was, without its id", () => {
    const rule = {
      RuleName: "at-three",
      TargetBackupVaultName: "nightly",
      ScheduleExpression: "cron(0/15 8-18 ? * MON-FRI *)",
      ScheduleExpressionTimezone: "Europe/Budapest",
      StartWindowMinutes: 100,
      CompletionWindowMinutes: 10_081,
      Lifecycle: { DeleteAfterDays: 14 },
      RecoveryPointTags: { team: "music" },
      EnableContinuousBackup: true,
    };
    const draft = draftOf({ ...rule, RuleId: "r" });
    expect(draft).toMatchObject({ name: "at-three", window: "custom", cold: "", kept: "14" });
    expect(ruleOf(draft, { ...rule, RuleId: "r" })).toEqual(rule);
    expect(ruleOf({ ...draft, kept: "" }, rule).Lifecycle).toBeUndefined();
  });

  it("has the windows of the service if a rule has none of its own", () => {
    const rule = { RuleName: "r", TargetBackupVaultName: "v", StartWindowMinutes: 480 };
    expect(draftOf({ ...rule, CompletionWindowMinutes: 10_080 }).window).toBe("default");
    expect(draftOf(rule)).toMatchObject({ window: "default", startHours: "8", kept: "" });
    const never = { DeleteAfterDays: -1, MoveToColdStorageAfterDays: -1 };
    expect(draftOf({ ...rule, Lifecycle: never })).toMatchObject({ cold: "", kept: "" });
  });
});
