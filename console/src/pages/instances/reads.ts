/** Reads of instances and of the profiles that they can have. */

import type { Instance, InstanceStateName } from "@aws-sdk/client-ec2";
import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import type { InstanceProfile } from "@aws-sdk/client-iam";
import { ListInstanceProfilesCommand } from "@aws-sdk/client-iam";
import type { UseQueryResult } from "@tanstack/react-query";
import { allPages } from "@/aws/all_pages";
import { useRead } from "@/aws/queries";

const UNSETTLED_MS = 1000;
const UNSETTLED = new Set<InstanceStateName | undefined>(["pending", "stopping", "shutting-down"]);

/** Instances, or one of them. They are read again each second while a state changes. */
export function useInstances(id?: string): UseQueryResult<Instance[]> {
  return useRead(
    ["DescribeInstances", id],
    ({ ec2 }) =>
      allPages<Instance, string>(async (NextToken) => {
        const InstanceIds = id === undefined ? undefined : [id];
        const answer = await ec2.send(new DescribeInstancesCommand({ NextToken, InstanceIds }));
        const items = (answer.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
        return { items, next: answer.NextToken };
      }),
    { every: (found) => (found?.some(isUnsettled) ? UNSETTLED_MS : false) },
  );
}

function isUnsettled({ State }: Instance): boolean {
  return UNSETTLED.has(State?.Name);
}

export function useInstanceProfiles(): UseQueryResult<InstanceProfile[]> {
  return useRead(["ListInstanceProfiles"], ({ iam }) =>
    allPages<InstanceProfile, string>(async (Marker) => {
      const answer = await iam.send(new ListInstanceProfilesCommand({ Marker }));
      return { items: answer.InstanceProfiles, next: answer.Marker };
    }),
  );
}
