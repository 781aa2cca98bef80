/** The requests that make a role as the form says. */

import type { IAMClient } from "@aws-sdk/client-iam";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
} from "@aws-sdk/client-iam";
import { trustsInstances } from "@/access/documents";
import { failuresOf } from "@/access/steps";
import { written } from "@/access/tag_operations";
import type { Arn, Tag } from "@/access/types";

export interface NewRole {
  readonly name: string;
  readonly description: string;
  readonly trust: string;
  readonly policies: readonly Arn[];
  readonly boundary?: Arn;
  readonly tags: readonly Tag[];
}

/**
 * Makes the role. One that trusts instances also gets an instance profile of the same name, because
 * an instance names a profile, not a role. Returns the errors of what comes after the role.
 */
export async function createRole(iam: IAMClient, role: NewRole): Promise<unknown[]> {
  const { name: RoleName } = role;
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: role.trust,
      Description: role.description === "" ? undefined : role.description,
      PermissionsBoundary: role.boundary,
      Tags: written(role.tags),
    }),
  );
  const policies = role.policies.map(
    (PolicyArn) => () => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
  );
  const profile = async () => {
    const InstanceProfileName = RoleName;
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
  };
  return failuresOf([...policies, ...(trustsInstances(role.trust) ? [profile] : [])]);
}
