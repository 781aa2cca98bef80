/** How tags of users, roles and policies are read and written. */

import {
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  ListUserTagsCommand,
  TagPolicyCommand,
  TagRoleCommand,
  TagUserCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
  UntagUserCommand,
} from "@aws-sdk/client-iam";
import type { Tag as IamTag } from "@aws-sdk/client-iam";
import { allPages } from "@/aws/all_pages";
import type { TagOperations } from "./tags";
import type { Arn, Tag } from "./types";

interface TagPage {
  readonly Tags?: IamTag[] | undefined;
  readonly Marker?: string | undefined;
}

function allTags(page: (marker: string | undefined) => Promise<TagPage>): Promise<Tag[]> {
  return allPages<Tag, string>(async (marker) => {
    const { Tags = [], Marker: next } = await page(marker);
    return { items: Tags.map(({ Key = "", Value = "" }) => ({ key: Key, value: Value })), next };
  });
}

/** Tags as IAM, EC2 and STS write them. */
export function written(tags: readonly Tag[]): { Key: string; Value: string }[] {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }));
}

export function tagsOfUser(UserName: string): TagOperations {
  return {
    operation: "ListUserTags",
    read: ({ iam }) => allTags((Marker) => iam.send(new ListUserTagsCommand({ UserName, Marker }))),
    add: ({ iam }, tags) => iam.send(new TagUserCommand({ UserName, Tags: written(tags) })),
    remove: ({ iam }, TagKeys) => iam.send(new UntagUserCommand({ UserName, TagKeys })),
  };
}

export function tagsOfRole(RoleName: string): TagOperations {
  return {
    operation: "ListRoleTags",
    read: ({ iam }) => allTags((Marker) => iam.send(new ListRoleTagsCommand({ RoleName, Marker }))),
    add: ({ iam }, tags) => iam.send(new TagRoleCommand({ RoleName, Tags: written(tags) })),
    remove: ({ iam }, TagKeys) => iam.send(new UntagRoleCommand({ RoleName, TagKeys })),
  };
}

export function tagsOfPolicy(PolicyArn: Arn): TagOperations {
  return {
    operation: "ListPolicyTags",
    read: ({ iam }) =>
      allTags((Marker) => iam.send(new ListPolicyTagsCommand({ PolicyArn, Marker }))),
    add: ({ iam }, tags) => iam.send(new TagPolicyCommand({ PolicyArn, Tags: written(tags) })),
    remove: ({ iam }, TagKeys) => iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys })),
  };
}
