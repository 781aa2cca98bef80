import { describe, expect, it } from "vitest";
import { DAILY } from "@/backup_plans/schedule";
import type { Draft } from "./draft";
import { errorsOf, isComplete, newDraft, planOf, selectionName } from "./draft";

const DRAFT: Draft = { ...newDraft("Music"), plan: "nightly" };

describe("the form of a scheduled backup", () => {
  it("needs a name, and has defaults for all else", () => {
    expect(errorsOf(newDraft("Music"))).toMatchObject({ plan: expect.stringMatching(/^Type 1/) });
    expect(isComplete(errorsOf(DRAFT))).toBe(true);
    expect(planOf(DRAFT)).toEqual({
      BackupPlanName: "nightly",
      Rules: [
        {
          RuleName: "daily",
          TargetBackupVaultName: "Default",
          ScheduleExpression: "cron(0 5 ? * * *)",
          ScheduleExpressionTimezone: "Etc/UTC",
          Lifecycle: { DeleteAfterDays: 35 },
        },
      ],
    });
  });

  it("sends windows and cold storage only if they are chosen", () => {
    const draft: Draft = {
      ...DRAFT,
      window: "custom",
      startHours: "1",
      completeHours: "2",
      cold: "10",
      kept: "100",
    };
    expect(planOf(draft).Rules?.[0]).toMatchObject({
      StartWindowMinutes: 60,
      CompletionWindowMinutes: 120,
      Lifecycle: { MoveToColdStorageAfterDays: 10, DeleteAfterDays: 100 },
    });
    expect(planOf({ ...DRAFT, kept: "" }).Rules?.[0]).not.toHaveProperty("Lifecycle");
  });

  it.each([
    [{ table: "" }, "table"],
    [{ plan: "with space" }, "plan"],
    [{ rule: "x".repeat(51) }, "rule"],
    [{ schedule: { ...DAILY, time: "5" } }, "schedule"],
    [{ window: "custom", startHours: "0" }, "startHours"],
    [{ window: "custom", completeHours: "" }, "completeHours"],
    [{ kept: "36501" }, "kept"],
    [{ cold: "0", kept: "" }, "cold"],
    [{ cold: "1", kept: "90" }, "kept"],
    [{ vault: "a" }, "vault"],
    [{ roleWay: "chosen", role: "backups" }, "role"],
    [{ way: "existing" }, "planId"],
  ] as const)("with %o has a fault in %s", (part, member) => {
    const found = Object.entries(errorsOf({ ...DRAFT, ...part })).filter(([, error]) => error);
    expect(found.map(([name]) => name)).toEqual([member]);
  });

  it("does not look at the fields of a new plan if the plan exists", () => {
    expect(isComplete(errorsOf({ ...newDraft("Music"), way: "existing", planId: "p" }))).toBe(true);
  });

  it("has a name for the selection", () => {
    expect(selectionName("x".repeat(255))).toHaveLength(50);
  });
});
