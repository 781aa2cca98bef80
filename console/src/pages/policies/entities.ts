/** Who has a policy, as permissions or as boundary. */

import type { IAMClient } from "@aws-sdk/client-iam";
import { ListEntitiesForPolicyCommand } from "@aws-sdk/client-iam";
import type { UseQueryResult } from "@tanstack/react-query";
import type { Arn, Holder } from "@/access/types";
import { allPages } from "@/aws/all_pages";
import { useRead } from "@/aws/queries";

export interface Entity extends Holder {
  readonly use: "Permissions policy" | "Permissions boundary";
}

export function useEntities(arn: Arn): UseQueryResult<Entity[]> {
  return useRead(["ListEntitiesForPolicy", arn], async ({ iam }) => {
    const attached = await attachedEntities(iam, arn, "PermissionsPolicy");
    const bounded = await attachedEntities(iam, arn, "PermissionsBoundary");
    return [
      ...attached.map((holder) => ({ ...holder, use: "Permissions policy" as const })),
      ...bounded.map((holder) => ({ ...holder, use: "Permissions boundary" as const })),
    ];
  });
}

export function attachedEntities(
  iam: IAMClient,
  arn: Arn,
  usage: "PermissionsPolicy" | "PermissionsBoundary",
): Promise<Holder[]> {
  return allPages<Holder, string>(async (Marker) => {
    const answer = await iam.send(
      new ListEntitiesForPolicyCommand({ PolicyArn: arn, PolicyUsageFilter: usage, Marker }),
    );
    const items: Holder[] = [
      ...(answer.PolicyUsers ?? []).map(({ UserName = "" }) => ({
        kind: "user" as const,
        name: UserName,
      })),
      ...(answer.PolicyGroups ?? []).map(({ GroupName = "" }) => ({
        kind: "group" as const,
        name: GroupName,
      })),
      ...(answer.PolicyRoles ?? []).map(({ RoleName = "" }) => ({
        kind: "role" as const,
        name: RoleName,
      })),
    ];
    return { items, next: answer.Marker };
  });
}
