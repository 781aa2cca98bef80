/** The tags of an instance or of a key pair. */

import { CreateTagsCommand, DeleteTagsCommand, DescribeTagsCommand } from "@aws-sdk/client-ec2";
import { allPages } from "@/aws/all_pages";
import type { TagOperations } from "./tags";
import { Tags } from "./tags";
import { written } from "./tag_operations";
import type { Tag } from "./types";

export function Ec2Tags({ id }: { readonly id: string }) {
  return (
    <Tags
      of={tagsOf(id)}
      name={id}
      command={`aws ec2 create-tags --resources ${id} --tags Key=team,Value=music`}
    />
  );
}

function tagsOf(id: string): TagOperations {
  const Resources = [id];
  return {
    operation: "DescribeTags",
    read: ({ ec2 }) =>
      allPages<Tag, string>(async (NextToken) => {
        const Filters = [{ Name: "resource-id", Values: Resources }];
        const answer = await ec2.send(new DescribeTagsCommand({ NextToken, Filters }));
        const items = answer.Tags?.map(({ Key = "", Value = "" }) => ({ key: Key, value: Value }));
        return { items, next: answer.NextToken };
      }),
    add: ({ ec2 }, tags) => ec2.send(new CreateTagsCommand({ Resources, Tags: written(tags) })),
    remove: ({ ec2 }, keys) =>
      ec2.send(new DeleteTagsCommand({ Resources, Tags: keys.map((Key) => ({ Key })) })),
  };
}
