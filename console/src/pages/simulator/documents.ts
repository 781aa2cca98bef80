/** Finds the policy that a result of the simulator names. */

import { ListGroupsForUserCommand } from "@aws-sdk/client-iam";
import { POLICIES_OF } from "@/access/holders";
import { managedDocument } from "@/access/reads";
import type { Arn, Holder, HolderKind } from "@/access/types";
import { holderOf, inlineName } from "@/access/source_names";
import type { Clients } from "@/aws/clients";

/**
 * Returns the document as it is stored. A managed policy is named by its name, an inline policy by
 * `user_Anna_NAME`. The principal has it, or a group of the user, or it is the boundary.
 */
export async function storedDocument(
  clients: Clients,
  principal: Arn,
  policy: string,
): Promise<string | undefined> {
  const { iam } = clients;
  const principalHolder = holderOf(principal);
  if (principalHolder === undefined) return undefined;
  for (const holder of [principalHolder, ...(await groupsOf(clients, principalHolder))]) {
    const { kind, name } = holder;
    const inline = inlineName(holder, policy);
    if (inline !== undefined) return POLICIES_OF[kind].document(iam, name, inline);
    const attached = await POLICIES_OF[kind].attached(iam, name);
    const arn = attached.find(({ PolicyName }) => PolicyName === policy)?.PolicyArn;
    if (arn !== undefined) return managedDocument(clients, arn);
  }
  return undefined;
}

async function groupsOf({ iam }: Clients, { kind, name }: Holder): Promise<Holder[]> {
  if (kind !== "user") return [];
  const { Groups = [] } = await iam.send(new ListGroupsForUserCommand({ UserName: name }));
  return Groups.map(({ GroupName = "" }) => ({ kind: "group" as HolderKind, name: GroupName }));
}
