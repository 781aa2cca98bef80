/** The requests that schedule the backups of a table. */

import {
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  DeleteBackupPlanCommand,
} from "@aws-sdk/client-backup";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { isMissing } from "@/access/deletions";
import { textOf, trustOfService } from "@/access/documents";
import { present } from "@/aws/present";
import type { Arn } from "@/access/types";
import type { Clients } from "@/aws/clients";
import { requestToken } from "@/aws/request_token";
import { DEFAULT_ROLE, DEFAULT_ROLE_PATH } from "@/backup_plans/commands";
import { quietly, withVault } from "@/backup_plans/take_back";
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
 * Makes what is missing: the vault, the plan, the default role. Then the plan gets the table. The
 * plan is first, because the service checks most of the form with it. If a step is refused, what was
 * made just before it is deleted again.
 *
 * table: its ARN. vaults: the names of those that exist. Absent: they are not known.
 */
export async function scheduleBackup(
  clients: Needed,
  draft: Draft,
  table: Arn,
  vaults: readonly string[] | undefined,
): Promise<void> {
  const isNew = draft.way === "new";
  const planId = isNew ? await createPlan(clients, draft, vaults) : draft.planId;
  try {
    const role = draft.roleWay === "default" ? await defaultRole(clients) : draft.role.trim();
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
  const input = { BackupPlan: planOf(draft), CreatorRequestId: requestToken() };
  const made = await withVault({ backup }, draft.rule.vault, vaults, () =>
    backup.send(new CreateBackupPlanCommand(input)),
  );
  return present(made.BackupPlanId, "backup plan");
}

const NAME = { RoleName: DEFAULT_ROLE };
const PERMISSIONS = { ...NAME, PolicyName: POLICY, PolicyDocument: ROLE_POLICY };

/** Returns the ARN of the default role. It is made, or gets its policy, if that is missing. */
async function defaultRole({ iam }: Needed): Promise<Arn> {
  const found = await existingRole({ iam });
  if (found !== undefined) {
    if (!(await hasPolicies({ iam }))) await iam.send(new PutRolePolicyCommand(PERMISSIONS));
    return found;
  }
  const made = await iam.send(
    new CreateRoleCommand({
      ...NAME,
      Path: DEFAULT_ROLE_PATH,
      AssumeRolePolicyDocument: trustOfService(BACKUP_SERVICE),
      Description: "Lets AWS Backup make and restore backups of tables.",
    }),
  );
  try {
    await iam.send(new PutRolePolicyCommand(PERMISSIONS));
  } catch (thrown) {
    await quietly(() => iam.send(new DeleteRoleCommand(NAME)));
    throw thrown;
  }
  return present(made.Role?.Arn, "role");
}

async function existingRole({ iam }: Pick<Clients, "iam">): Promise<Arn | undefined> {
  try {
    const found = await iam.send(new GetRoleCommand(NAME));
    return present(found.Role?.Arn, "role");
  } catch (thrown) {
    if (isMissing(thrown)) return undefined;
    throw thrown;
  }
}

/** An earlier try may have left the role without a policy. Who may not look leaves it as it is. */
async function hasPolicies({ iam }: Pick<Clients, "iam">): Promise<boolean> {
  try {
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand(NAME));
    if (PolicyNames.length > 0) return true;
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand(NAME));
    return AttachedPolicies.length > 0;
  } catch {
    return true;
  }
}
