/** Deletes users, groups and roles with what belongs to them, which IAM demands to go first. */

import type { IAMClient } from "@aws-sdk/client-iam";
import {
  DeleteAccessKeyCommand,
  DeleteGroupCommand,
  DeleteInstanceProfileCommand,
  DeleteLoginProfileCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  GetGroupCommand,
  ListAccessKeysCommand,
  ListGroupsForUserCommand,
  ListInstanceProfilesForRoleCommand,
  RemoveRoleFromInstanceProfileCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";
import { removePolicies } from "./holders";

export async function deleteUser(iam: IAMClient, UserName: string): Promise<void> {
  const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
  for (const { AccessKeyId } of AccessKeyMetadata) {
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  }
  await deletePassword(iam, UserName);
  const { Groups = [] } = await iam.send(new ListGroupsForUserCommand({ UserName }));
  for (const { GroupName } of Groups) {
    await iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName }));
  }
  await removePolicies(iam, { kind: "user", name: UserName });
  await iam.send(new DeleteUserCommand({ UserName }));
}

/** Deletes the password for the console, if the user has one. */
export async function deletePassword(iam: IAMClient, UserName: string): Promise<void> {
  try {
    await iam.send(new DeleteLoginProfileCommand({ UserName }));
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
}

export async function deleteGroup(iam: IAMClient, GroupName: string): Promise<void> {
  const { Users = [] } = await iam.send(new GetGroupCommand({ GroupName }));
  for (const { UserName } of Users) {
    await iam.send(new RemoveUserFromGroupCommand({ GroupName, UserName }));
  }
  await removePolicies(iam, { kind: "group", name: GroupName });
  await iam.send(new DeleteGroupCommand({ GroupName }));
}

/** The instance profile of the same name, which this console has made, goes with the role. */
export async function deleteRole(iam: IAMClient, RoleName: string): Promise<void> {
  const { InstanceProfiles = [] } = await iam.send(
    new ListInstanceProfilesForRoleCommand({ RoleName }),
  );
  for (const { InstanceProfileName } of InstanceProfiles) {
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));
    if (InstanceProfileName === RoleName) {
      await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
    }
  }
  await removePolicies(iam, { kind: "role", name: RoleName });
  await iam.send(new DeleteRoleCommand({ RoleName }));
}

/** Whether an error says that something does not exist. */
export function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name.startsWith("NoSuchEntity");
}
