/** The requests that make a user as the form says. */

import type { IAMClient } from "@aws-sdk/client-iam";
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  ListGroupsForUserCommand,
} from "@aws-sdk/client-iam";
import { OF_USERS } from "@/access/holders";
import { failuresOf } from "@/access/steps";
import { written } from "@/access/tag_operations";
import type { Arn, Tag } from "@/access/types";

export type PermissionsWay = "groups" | "copy" | "policies";

export interface NewUser {
  readonly name: string;
  /** Absent: the user has no console password. */
  readonly password?: { readonly text: string; readonly mustChange: boolean };
  readonly way: PermissionsWay;
  readonly groups: readonly string[];
  readonly policies: readonly Arn[];
  /** Whose permissions are copied. */
  readonly model?: string;
  readonly boundary?: Arn;
  readonly tags: readonly Tag[];
}

/** Makes the user. Returns the errors of what comes after: the user exists then. */
export async function createUser(iam: IAMClient, user: NewUser): Promise<unknown[]> {
  await iam.send(
    new CreateUserCommand({
      UserName: user.name,
      PermissionsBoundary: user.boundary,
      Tags: written(user.tags),
    }),
  );
  const permissions = {
    groups: () => inGroups(iam, user.name, user.groups),
    policies: () => withPolicies(iam, user.name, user.policies),
    copy: () => copied(iam, user),
  }[user.way];
  const failures = await failuresOf(user.password ? [() => setPassword(iam, user)] : []);
  try {
    failures.push(...(await failuresOf(await permissions())));
  } catch (thrown) {
    failures.push(thrown);
  }
  return failures;
}

type Requests = readonly (() => Promise<unknown>)[];

function setPassword(iam: IAMClient, { name, password }: NewUser): Promise<unknown> {
  return iam.send(
    new CreateLoginProfileCommand({
      UserName: name,
      Password: password?.text,
      PasswordResetRequired: password?.mustChange,
    }),
  );
}

function inGroups(iam: IAMClient, UserName: string, groups: readonly string[]): Requests {
  return groups.map(
    (GroupName) => () => iam.send(new AddUserToGroupCommand({ UserName, GroupName })),
  );
}

function withPolicies(iam: IAMClient, UserName: string, policies: readonly Arn[]): Requests {
  return policies.map(
    (PolicyArn) => () => iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn })),
  );
}

async function copied(iam: IAMClient, { name, model = "" }: NewUser): Promise<Requests> {
  const { Groups = [] } = await iam.send(new ListGroupsForUserCommand({ UserName: model }));
  const attached = await OF_USERS.attached(iam, model);
  const inline = await OF_USERS.inlineNames(iam, model);
  return [
    ...inGroups(
      iam,
      name,
      Groups.map(({ GroupName = "" }) => GroupName),
    ),
    ...withPolicies(
      iam,
      name,
      attached.map(({ PolicyArn = "" }) => PolicyArn),
    ),
    ...inline.map((policy) => async () => {
      await OF_USERS.put(iam, name, policy, await OF_USERS.document(iam, model, policy));
    }),
  ];
}
