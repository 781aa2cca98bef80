import { describe, expect, it } from "vitest";
import { nextOf, windowText } from "./rule_words";

const RULE = { RuleName: "r", TargetBackupVaultName: "v", RuleId: "r" };
const timeText = (time: Date | undefined) => String(time?.getTime());

describe("a rule", () => {
  it("runs next at the first of its runs, after those that are known, or never", () => {
    const of = (RuleId: string, time: number) => ({ RuleId, ExecutionTime: new Date(time) });
    const others = Array.from({ length: 9 }, (_, index) => of("other", index));
    expect(nextOf(RULE, [...others, of("r", 10)], timeText)).toBe("10");
    expect(nextOf(RULE, [...others, of("other", 10)], timeText)).toBe("After 10");
    expect(nextOf(RULE, others, timeText)).toBe("Never");
  });

  it.each([
    [480, "8 hours"],
    [60, "1 hour"],
    [90, "90 minutes"],
    [10_080, "1 week"],
    [2880, "2 days"],
    [undefined, "-"],
  ])("has a window of %s minutes: %s", (minutes, text) => {
    expect(windowText(minutes)).toBe(text);
  });
});
