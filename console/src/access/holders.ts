/**
 * The policies of users, groups and roles. IAM has the same operations three times, under other
 * names; here each has one name, and `POLICIES_OF` has those of a kind.
 */

import type { AttachedPolicy, IAMClient } from "@aws-sdk/client-iam";
import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DeleteGroupPolicyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetGroupPolicyCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { allPages } from "@/aws/all_pages";
import { decoded } from "./documents";
import type { Arn, Holder, HolderKind } from "./types";

interface Policies {
  readonly attached: (iam: IAMClient, name: string) => Promise<AttachedPolicy[]>;
  readonly inlineNames: (iam: IAMClient, name: string) => Promise<string[]>;
  readonly document: (iam: IAMClient, name: string, policy: string) => Promise<string>;
  readonly attach: (iam: IAMClient, name: string, arn: Arn) => Promise<unknown>;
  readonly detach: (iam: IAMClient, name: string, arn: Arn) => Promise<unknown>;
  readonly put: (iam: IAMClient, name: string, policy: string, text: string) => Promise<unknown>;
  readonly remove: (iam: IAMClient, name: string, policy: string) => Promise<unknown>;
}

interface AttachedPage {
  AttachedPolicies?: AttachedPolicy[] | undefined;
  Marker?: string | undefined;
}

interface NamesPage {
  PolicyNames?: string[] | undefined;
  Marker?: string | undefined;
}

function allAttached(page: (marker: string | undefined) => Promise<AttachedPage>) {
  return allPages<AttachedPolicy, string>(async (marker) => {
    const { AttachedPolicies: items, Marker: next } = await page(marker);
    return { items, next };
  });
}

function allNames(page: (marker: string | undefined) => Promise<NamesPage>) {
  return allPages<string, string>(async (marker) => {
    const { PolicyNames: items, Marker: next } = await page(marker);
    return { items, next };
  });
}

export const OF_USERS: Policies = {
  attached: (iam, UserName) =>
    allAttached((Marker) => iam.send(new ListAttachedUserPoliciesCommand({ UserName, Marker }))),
  inlineNames: (iam, UserName) =>
    allNames((Marker) => iam.send(new ListUserPoliciesCommand({ UserName, Marker }))),
  document: async (iam, UserName, PolicyName) =>
    decoded((await iam.send(new GetUserPolicyCommand({ UserName, PolicyName }))).PolicyDocument),
  attach: (iam, UserName, PolicyArn) =>
    iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn })),
  detach: (iam, UserName, PolicyArn) =>
    iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn })),
  put: (iam, UserName, PolicyName, PolicyDocument) =>
    iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument })),
  remove: (iam, UserName, PolicyName) =>
    iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })),
};

const OF_GROUPS: Policies = {
  attached: (iam, GroupName) =>
    allAttached((Marker) => iam.send(new ListAttachedGroupPoliciesCommand({ GroupName, Marker }))),
  inlineNames: (iam, GroupName) =>
    allNames((Marker) => iam.send(new ListGroupPoliciesCommand({ GroupName, Marker }))),
  document: async (iam, GroupName, PolicyName) =>
    decoded((await iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName }))).PolicyDocument),
  attach: (iam, GroupName, PolicyArn) =>
    iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn })),
  detach: (iam, GroupName, PolicyArn) =>
    iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn })),
  put: (iam, GroupName, PolicyName, PolicyDocument) =>
    iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument })),
  remove: (iam, GroupName, PolicyName) =>
    iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName })),
};

const OF_ROLES: Policies = {
  attached: (iam, RoleName) =>
    allAttached((Marker) => iam.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }))),
  inlineNames: (iam, RoleName) =>
    allNames((Marker) => iam.send(new ListRolePoliciesCommand({ RoleName, Marker }))),
  document: async (iam, RoleName, PolicyName) =>
    decoded((await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument),
  attach: (iam, RoleName, PolicyArn) =>
    iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
  detach: (iam, RoleName, PolicyArn) =>
    iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
  put: (iam, RoleName, PolicyName, PolicyDocument) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })),
  remove: (iam, RoleName, PolicyName) =>
    iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
};

export const POLICIES_OF: Readonly<Record<HolderKind, Policies>> = {
  user: OF_USERS,
  group: OF_GROUPS,
  role: OF_ROLES,
};

/** Removes all policies. IAM deletes nobody who still has one. */
export async function removePolicies(iam: IAMClient, { kind, name }: Holder): Promise<void> {
  const policies = POLICIES_OF[kind];
  for (const { PolicyArn } of await policies.attached(iam, name)) {
    if (PolicyArn !== undefined) await policies.detach(iam, name, PolicyArn);
  }
  for (const policy of await policies.inlineNames(iam, name)) {
    await policies.remove(iam, name, policy);
  }
}
