import { BackupClient } from "@aws-sdk/client-backup";
import { IAMClient } from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { newDraft } from "./draft";
import { scheduleBackup } from "./requests";

const ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/Music";
const DRAFT = { ...newDraft("Music"), plan: "nightly" };

class NoSuchEntityException extends Error {
  override name = "NoSuchEntityException";
}

type Answers = Readonly<Record<string, () => unknown>>;

const ANSWERS: Answers = {
  GetRole: () => {
    throw new NoSuchEntityException("no role");
  },
  CreateRole: () => ({ Role: { Arn: "made" } }),
  CreateBackupPlan: () => ({ BackupPlanId: "plan" }),
};

/** Clients with these answers, and the names and inputs of what was sent. */
function clientsWith(changed: Answers = {}) {
  const answers = { ...ANSWERS, ...changed };
  const sent: [string, object][] = [];
  const send = (command: { constructor: { name: string }; input: object }) => {
    const name = command.constructor.name.replace(/Command$/, "");
    sent.push([name, command.input]);
    return Promise.resolve().then(() => answers[name]?.() ?? {});
  };
  const settings = { region: "us-east-1" };
  const clients = { backup: new BackupClient(settings), iam: new IAMClient(settings) };
  Object.assign(clients.backup, { send });
  Object.assign(clients.iam, { send });
  return { clients, sent, names: () => sent.map(([name]) => name) };
}

const THERE: Answers = { GetRole: () => ({ Role: { Arn: "there" } }) };

function refuse(): never {
  throw new Error("refused");
}

describe("scheduling the backups of a table", () => {
  it("makes the vault, the plan and the role, and gives the plan the table", async () => {
    const { clients, sent, names } = clientsWith();
    await scheduleBackup(clients, DRAFT, ARN, []);
    expect(names()).toEqual([
      ...["CreateBackupVault", "CreateBackupPlan"],
      ...["GetRole", "CreateRole", "PutRolePolicy", "CreateBackupSelection"],
    ]);
    expect(sent.at(-1)?.[1]).toMatchObject({
      BackupPlanId: "plan",
      BackupSelection: { SelectionName: "Music", IamRoleArn: "made", Resources: [ARN] },
    });
  });

  it("makes nothing that is there", async () => {
    const { clients, names } = clientsWith({
      ...THERE,
      ListAttachedRolePolicies: () => ({ AttachedPolicies: [{ PolicyName: "Backups" }] }),
    });
    await scheduleBackup(clients, DRAFT, ARN, ["Default"]);
    expect(names()).toEqual([
      ...["CreateBackupPlan", "GetRole", "ListRolePolicies", "ListAttachedRolePolicies"],
      "CreateBackupSelection",
    ]);
  });

  it("adds a table to a plan that exists, as a role that was chosen", async () => {
    const { clients, names } = clientsWith();
    const draft = { ...DRAFT, way: "existing", planId: "p", roleWay: "chosen", role: "r" } as const;
    await scheduleBackup(clients, draft, ARN, []);
    expect(names()).toEqual(["CreateBackupSelection"]);
  });

  it("takes back the plan that may not have the table, and no other plan", async () => {
    const made = clientsWith({ CreateBackupSelection: refuse, DeleteBackupPlan: refuse });
    await expect(scheduleBackup(made.clients, DRAFT, ARN, undefined)).rejects.toThrow("refused");
    expect(made.sent.at(-1)).toEqual(["DeleteBackupPlan", { BackupPlanId: "plan" }]);
    const other = clientsWith({ CreateBackupSelection: refuse });
    const draft = { ...DRAFT, way: "existing", planId: "p" } as const;
    await expect(scheduleBackup(other.clients, draft, ARN, [])).rejects.toThrow("refused");
    expect(other.names()).not.toContain("DeleteBackupPlan");
  });

  it("gives a default role without policies its policy, and leaves one that it may not see", async () => {
    const bare = clientsWith(THERE);
    await scheduleBackup(bare.clients, DRAFT, ARN, undefined);
    expect(bare.names().slice(-2)).toEqual(["PutRolePolicy", "CreateBackupSelection"]);
    const hidden = clientsWith({ ...THERE, ListRolePolicies: refuse });
    await scheduleBackup(hidden.clients, DRAFT, ARN, undefined);
    expect(hidden.names().slice(-2)).toEqual(["ListRolePolicies", "CreateBackupSelection"]);
  });

  it("takes back a vault whose plan is refused, and makes no role then", async () => {
    const { clients, names } = clientsWith({ CreateBackupPlan: refuse });
    await expect(scheduleBackup(clients, DRAFT, ARN, [])).rejects.toThrow("refused");
    expect(names()).toEqual(["CreateBackupVault", "CreateBackupPlan", "DeleteBackupVault"]);
    const other = clientsWith({ CreateBackupPlan: refuse });
    await expect(scheduleBackup(other.clients, DRAFT, ARN, ["Default"])).rejects.toThrow("refused");
    expect(other.names()).toEqual(["CreateBackupPlan"]);
  });

  it("takes back a default role that may not get its policy", async () => {
    const { clients, names } = clientsWith({ PutRolePolicy: refuse });
    await expect(scheduleBackup(clients, DRAFT, ARN, [])).rejects.toThrow("refused");
    expect(names().slice(-5)).toEqual([
      ...["GetRole", "CreateRole", "PutRolePolicy", "DeleteRole", "DeleteBackupPlan"],
    ]);
  });

  it("makes no role if it is not known whether there is one", async () => {
    const { clients, names } = clientsWith({ GetRole: refuse });
    await expect(scheduleBackup(clients, DRAFT, ARN, [])).rejects.toThrow("refused");
    expect(names().slice(-2)).toEqual(["GetRole", "DeleteBackupPlan"]);
  });
});
