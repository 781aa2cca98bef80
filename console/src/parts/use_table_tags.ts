import type { Tag } from "@aws-sdk/client-dynamodb";
import { ListTagsOfResourceCommand } from "@aws-sdk/client-dynamodb";
import type { UseQueryResult } from "@tanstack/react-query";
import { allPages } from "@/aws/all_pages";
import { useRead } from "@/aws/queries";

/** The tags of a table. */
export function useTableTags(arn: string, isNeeded = true): UseQueryResult<Tag[]> {
  return useRead(
    ["ListTagsOfResource", { ResourceArn: arn }],
    ({ dynamodb }) =>
      allPages<Tag, string>(async (token) => {
        const answer = await dynamodb.send(
          new ListTagsOfResourceCommand({ ResourceArn: arn, NextToken: token }),
        );
        return { items: answer.Tags, next: answer.NextToken };
      }),
    { enabled: isNeeded },
  );
}
