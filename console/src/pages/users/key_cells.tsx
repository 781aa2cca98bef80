/** Cells of the list of access keys that need a request of their own. */

import type { AccessKeyMetadata } from "@aws-sdk/client-iam";
import { GetAccessKeyLastUsedCommand } from "@aws-sdk/client-iam";
import { tagsOfUser } from "@/access/tag_operations";
import { useRead } from "@/aws/queries";
import { timeText } from "@/parts/amounts";

export function LastUsed({ AccessKeyId = "" }: AccessKeyMetadata) {
  const used = useRead(["GetAccessKeyLastUsed", AccessKeyId], async ({ iam }) => {
    const answer = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
    return answer.AccessKeyLastUsed ?? null;
  });
  if (used.data == null) return "-";
  const { LastUsedDate, ServiceName } = used.data;
  return LastUsedDate === undefined ? "Never" : `${timeText(LastUsedDate)} (${ServiceName ?? ""})`;
}

/** The description of a key is a tag of its user, whose key is the id of the key. */
export function KeyDescription({ AccessKeyId = "", UserName = "" }: AccessKeyMetadata) {
  const of = tagsOfUser(UserName);
  const tags = useRead([of.operation, UserName], of.read);
  return tags.data?.find(({ key }) => key === AccessKeyId)?.value ?? "-";
}
