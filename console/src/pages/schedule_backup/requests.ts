/** The requests that schedule the backups of a table. */

import {
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  CreateBackupVaultCommand,
  DeleteBackupPlanCommand,
} from "@aws-sdk/client-backup";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { isMissing } from "@/access/deletions";
import { textOf, trustOfService } from "@/access/documents";
import { present } from "@/aws/present";
import type { Arn } from "@/access/types";
import type { Clients } from "@/aws/clients";
import { requestToken } from "@/aws/request_token";
import { DEFAULT_ROLE, DEFAULT_ROLE_PATH } from "@/backup_plans/commands";
import type { Draft } from "./draft";
import { planOf, selectionName } from "./draft";

type Needed = Pick<Clients, "backup" | "iam">;

export const BACKUP_SERVICE = "backup.amazonaws.com";
const POLICY = "BackupsOfTables";
const BACKUPS = ["CreateBackup", "RestoreTableFromBackup"];
const ITEMS = ["BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"];

/** The document of the policy: what jobs need (docs/aws-backup.md). */
export const ROLE_POLICY = textOf({
  Effect: "Allow",
  Action: [...BACKUPS, ...ITEMS].map((name) => `dynamodb:${name}`),
  Resource: ["arn:aws:dynamodb:*:*:table/*"],
});

/**
 * Makes what is missing: the default role, the vault, the plan. Then the plan gets the table. If a
 * step is refused, the role or the plan that was made just before it is deleted again.
 *
 * table: its ARN. vaults: the names of those that exist. Absent: they are not known.
 */
export async function scheduleBackup(
  clients: Needed,
  draft: Draft,
  table: Arn,
  vaults: readonly string[] | undefined,
): Promise<void> {
  const role = draft.roleWay === "default" ? await defaultRole(clients) : draft.role.trim();
  const isNew = draft.way === "new";
  const planId = isNew ? await createPlan(clients, draft, vaults) : draft.planId;
  try {
    await clients.backup.send(
      new CreateBackupSelectionCommand({
        BackupPlanId: planId,
        BackupSelection: {
          SelectionName: selectionName(draft.table),
          IamRoleArn: role,
          Resources: [table],
        },
        CreatorRequestId: requestToken(),
      }),
    );
  } catch (thrown) {
    const drop = new DeleteBackupPlanCommand({ BackupPlanId: planId });
    if (isNew) await quietly(() => clients.backup.send(drop));
    throw thrown;
  }
}

async function createPlan(
  { backup }: Needed,
  draft: Draft,
  vaults: readonly string[] | undefined,
): Promise<string> {
  if (vaults && !vaults.includes(draft.vault)) {
    await backup.send(new CreateBackupVaultCommand({ BackupVaultName: draft.vault }));
  }
  const input = { BackupPlan: planOf(draft), CreatorRequestId: requestToken() };
  const made = await backup.send(new CreateBackupPlanCommand(input));
  return present(made.BackupPlanId, "backup plan");
}

/** Takes back a step. Why the next one failed matters more than why this one cannot be taken back. */
async function quietly(takeBack: () => Promise<unknown>): Promise<void> {
  try {
    await takeBack();
  } catch {
    // The lists of plans and of roles show what stayed.
  }
}

/** Returns the ARN of the default role, which is made if it does not exist. */
async function defaultRole({ iam }: Needed): Promise<Arn> {
  try {
    const found = await iam.send(new GetRoleCommand({ RoleName: DEFAULT_ROLE }));
    return present(found.Role?.Arn, "role");
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
  const made = await iam.send(
    new CreateRoleCommand({
      RoleName: DEFAULT_ROLE,
      Path: DEFAULT_ROLE_PATH,
      AssumeRolePolicyDocument: trustOfService(BACKUP_SERVICE),
      Description: "Lets AWS Backup make and restore backups of tables.",
    }),
  );
  const policy = { RoleName: DEFAULT_ROLE, PolicyName: POLICY, PolicyDocument: ROLE_POLICY };
  try {
    await iam.send(new PutRolePolicyCommand(policy));
  } catch (thrown) {
    await quietly(() => iam.send(new DeleteRoleCommand({ RoleName: DEFAULT_ROLE })));
    throw thrown;
  }
  return present(made.Role?.Arn, "role");
}
