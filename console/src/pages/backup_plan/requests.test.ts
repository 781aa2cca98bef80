import { BackupClient } from "@aws-sdk/client-backup";
import { describe, expect, it } from "vitest";
import type { WholePlan } from "@/backup_plans/plan";
import { NEW_RULE } from "@/backup_plans/rule_draft";
import { deleteRule, saveRule } from "./requests";

const OLD = { RuleName: "old", TargetBackupVaultName: "v", RuleId: "1" };
const OTHER = { RuleName: "other", TargetBackupVaultName: "v", RuleId: "2" };
const PLAN: WholePlan = {
  ...{ id: "p", name: "nightly", failures: [] },
  details: { rules: [OLD, OTHER], version: "v1", changed: undefined, runs: [] },
};
const DRAFT = { ...NEW_RULE, vault: "v" };

/** A client of a server whose plan has this version, and what was sent. */
function serverAt(VersionId: string) {
  const backup = new BackupClient({ region: "us-east-1" });
  const sent: [string, object][] = [];
  const send = (command: { constructor: { name: string }; input: object }) => {
    sent.push([command.constructor.name.replace(/Command$/, ""), command.input]);
    return Promise.resolve({ VersionId });
  };
  Object.assign(backup, { send });
  return { clients: { backup }, sent, names: () => sent.map(([name]) => name) };
}

/** The names of the rules that were written, and whether one has an id. */
function written(sent: readonly [string, object][]) {
  const input = sent.at(-1)?.[1] as { BackupPlan: { Rules: { RuleName: string }[] } };
  const { Rules } = input.BackupPlan;
  return [Rules.map(({ RuleName }) => RuleName), Rules.some((rule) => "RuleId" in rule)];
}

describe("a change of the rules of a plan", () => {
  it("replaces one rule and leaves the others", async () => {
    const { clients, sent, names } = serverAt("v1");
    await saveRule(clients, PLAN, { draft: DRAFT, rule: OLD }, ["v"]);
    expect(names()).toEqual(["GetBackupPlan", "UpdateBackupPlan"]);
    expect(written(sent)).toEqual([["daily", "other"], false]);
  });

  it("adds a rule, and makes its vault", async () => {
    const { clients, sent, names } = serverAt("v1");
    await saveRule(clients, PLAN, { draft: DRAFT }, []);
    expect(names()[0]).toBe("CreateBackupVault");
    expect(written(sent)).toEqual([["old", "other", "daily"], false]);
  });

  it("deletes a rule", async () => {
    const { clients, sent } = serverAt("v1");
    await deleteRule(clients, PLAN, OLD);
    expect(written(sent)).toEqual([["other"], false]);
  });

  it("writes nothing if somebody else changed the plan, and takes back the vault", async () => {
    const { clients, names } = serverAt("v2");
    const saving = saveRule(clients, PLAN, { draft: DRAFT }, []);
    await expect(saving).rejects.toThrow("Somebody else changed the plan");
    expect(names()).toEqual(["CreateBackupVault", "GetBackupPlan", "DeleteBackupVault"]);
  });
});
