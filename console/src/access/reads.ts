/** Reads of IAM that several pages share. Each returns all pages of its list. */

import type { Group, IAMClient, Policy, Role, User } from "@aws-sdk/client-iam";
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetUserCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  ListPoliciesCommand,
  ListRolesCommand,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import type { UseQueryResult } from "@tanstack/react-query";
import { allPages } from "@/aws/all_pages";
import type { Clients } from "@/aws/clients";
import { present } from "@/aws/present";
import { useRead } from "@/aws/queries";
import { decoded } from "./documents";
import { POLICIES_OF } from "./holders";
import type { Arn, Holder } from "./types";

const PAGE = 1000;

export function useUsers(): UseQueryResult<User[]> {
  return useRead(["ListUsers"], ({ iam }) => allUsers(iam));
}

function allUsers(iam: IAMClient): Promise<User[]> {
  return allPages<User, string>(async (Marker) => {
    const answer = await iam.send(new ListUsersCommand({ Marker, MaxItems: PAGE }));
    return { items: answer.Users, next: answer.Marker };
  });
}

export function useGroups(): UseQueryResult<Group[]> {
  return useRead(["ListGroups"], ({ iam }) => allGroups(iam));
}

function allGroups(iam: IAMClient): Promise<Group[]> {
  return allPages<Group, string>(async (Marker) => {
    const answer = await iam.send(new ListGroupsCommand({ Marker, MaxItems: PAGE }));
    return { items: answer.Groups, next: answer.Marker };
  });
}

export function useRoles(): UseQueryResult<Role[]> {
  return useRead(["ListRoles"], ({ iam }) =>
    allPages<Role, string>(async (Marker) => {
      const answer = await iam.send(new ListRolesCommand({ Marker, MaxItems: PAGE }));
      return { items: answer.Roles, next: answer.Marker };
    }),
  );
}

/** Managed policies: those of AWS and of the account. */
export function usePolicies(): UseQueryResult<Policy[]> {
  return useRead(["ListPolicies"], ({ iam }) =>
    allPages<Policy, string>(async (Marker) => {
      const answer = await iam.send(new ListPoliciesCommand({ Marker, MaxItems: PAGE }));
      return { items: answer.Policies, next: answer.Marker };
    }),
  );
}

/** The names of users, of groups, for lists to choose from. */
export function useUserNames(): UseQueryResult<string[]> {
  return useRead(["ListUsers", "names"], async ({ iam }) =>
    (await allUsers(iam)).map(({ UserName = "" }) => UserName),
  );
}

export function useGroupNames(): UseQueryResult<string[]> {
  return useRead(["ListGroups", "names"], async ({ iam }) =>
    (await allGroups(iam)).map(({ GroupName = "" }) => GroupName),
  );
}

export function useGroupsOf(UserName: string): UseQueryResult<string[]> {
  return useRead(["ListGroupsForUser", UserName], ({ iam }) =>
    allPages<string, string>(async (Marker) => {
      const answer = await iam.send(new ListGroupsForUserCommand({ UserName, Marker }));
      return { items: answer.Groups?.map(({ GroupName = "" }) => GroupName), next: answer.Marker };
    }),
  );
}

export function useUser(name: string): UseQueryResult<User> {
  return useRead(["GetUser", name], async ({ iam }) =>
    present((await iam.send(new GetUserCommand({ UserName: name }))).User, "user"),
  );
}

export function useRole(name: string): UseQueryResult<Role> {
  return useRead(["GetRole", name], async ({ iam }) =>
    present((await iam.send(new GetRoleCommand({ RoleName: name }))).Role, "role"),
  );
}

export interface HeldPolicy {
  readonly name: string;
  /** Absent: the policy is inline. */
  readonly arn?: Arn;
}

/** The policies of a user, a group or a role, attached ones first. */
export function useHeldPolicies({ kind, name }: Holder): UseQueryResult<HeldPolicy[]> {
  return useRead(["HeldPolicies", { kind, name }], async ({ iam }) => {
    const policies = POLICIES_OF[kind];
    const attached = await policies.attached(iam, name);
    const inline = await policies.inlineNames(iam, name);
    return [
      ...attached.map(({ PolicyName = "", PolicyArn }) => ({ name: PolicyName, arn: PolicyArn })),
      ...inline.map((policy) => ({ name: policy })),
    ];
  });
}

/** The text of a policy that somebody has. */
export function useHeldDocument(
  { kind, name }: Holder,
  { name: policy, arn }: HeldPolicy,
): UseQueryResult<string> {
  return useRead(["HeldDocument", { kind, name, policy, arn }], (clients) =>
    arn === undefined
      ? POLICIES_OF[kind].document(clients.iam, name, policy)
      : managedDocument(clients, arn),
  );
}

export async function managedDocument({ iam }: Clients, arn: Arn): Promise<string> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
  const versionId = Policy?.DefaultVersionId;
  return versionDocument({ iam }, arn, versionId);
}

export async function versionDocument(
  { iam }: Pick<Clients, "iam">,
  arn: Arn,
  version: string | undefined,
): Promise<string> {
  const answer = await iam.send(
    new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: version }),
  );
  return decoded(answer.PolicyVersion?.Document);
}
