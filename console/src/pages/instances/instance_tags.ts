/** Reads the tags of an instance. */

import { DescribeTagsCommand } from "@aws-sdk/client-ec2";
import type { Tag } from "@/access/types";
import { allPages } from "@/aws/all_pages";
import type { Clients } from "@/aws/clients";

export function readTags({ ec2 }: Clients, id: string): Promise<Tag[]> {
  return allPages<Tag, string>(async (NextToken) => {
    const answer = await ec2.send(
      new DescribeTagsCommand({ NextToken, Filters: [{ Name: "resource-id", Values: [id] }] }),
    );
    const items = answer.Tags?.map(({ Key = "", Value = "" }) => ({ key: Key, value: Value }));
    return { items, next: answer.NextToken };
  });
}
