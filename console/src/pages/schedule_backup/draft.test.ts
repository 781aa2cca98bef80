import { describe, expect, it } from "vitest";
import type { Draft } from "./draft";
import { canBeSent, errorsOf, newDraft, planOf, selectionName } from "./draft";

const DRAFT: Draft = { ...newDraft("Music"), plan: "nightly" };

describe("the form of a scheduled backup", () => {
  it("needs a name, and has defaults for all else", () => {
    expect(errorsOf(newDraft("Music"))).toMatchObject({ plan: expect.stringMatching(/^Type 1/) });
    expect(canBeSent(errorsOf(DRAFT))).toBe(true);
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

  it.each([
    [{ table: "" }, "table"],
    [{ plan: "with space" }, "plan"],
    [{ roleWay: "chosen", role: "backups" }, "role"],
    [{ way: "existing" }, "planId"],
  ] as const)("with %o has a fault in %s", (part, member) => {
    const errors = errorsOf({ ...DRAFT, ...part });
    expect(errors[member]).toMatch(/^(Type|Choose) /);
    expect(canBeSent({ ...errors, [member]: undefined })).toBe(true);
  });

  it("cannot be sent with a fault in its rule", () => {
    const rule = { ...DRAFT.rule, name: "" };
    expect(canBeSent(errorsOf({ ...DRAFT, rule }))).toBe(false);
  });

  it("does not look at the fields of a new plan if the plan exists", () => {
    const draft = newDraft("Music", "p");
    expect(draft).toMatchObject({ way: "existing", planId: "p" });
    expect(canBeSent(errorsOf({ ...draft, rule: { ...draft.rule, name: "" } }))).toBe(true);
  });

  it("has a name for the selection", () => {
    expect(selectionName("x".repeat(255))).toHaveLength(50);
  });
});
