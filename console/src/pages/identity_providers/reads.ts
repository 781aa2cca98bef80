/** Reads of OpenID Connect providers. */

import {
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
  ListOpenIDConnectProviderTagsCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
} from "@aws-sdk/client-iam";
import type { UseQueryResult } from "@tanstack/react-query";
import { written } from "@/access/tag_operations";
import type { TagOperations } from "@/access/tags";
import type { Arn, Tag } from "@/access/types";
import { allPages } from "@/aws/all_pages";
import { useRead } from "@/aws/queries";

export const PROVIDERS = "ListOpenIDConnectProviders";
export const PROVIDER = "GetOpenIDConnectProvider";

export interface Provider {
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly created: Date | undefined;
}

/** The ARNs of all providers. The list has no pages. */
export function useProviders(): UseQueryResult<Arn[]> {
  return useRead([PROVIDERS], async ({ iam }) => {
    const answer = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    return (answer.OpenIDConnectProviderList ?? []).map(({ Arn = "" }) => Arn);
  });
}

export function useProvider(arn: Arn): UseQueryResult<Provider> {
  return useRead([PROVIDER, arn], async ({ iam }) => {
    const input = { OpenIDConnectProviderArn: arn };
    const answer = await iam.send(new GetOpenIDConnectProviderCommand(input));
    return {
      clientIds: answer.ClientIDList ?? [],
      thumbprints: answer.ThumbprintList ?? [],
      created: answer.CreateDate,
    };
  });
}

export function tagsOfProvider(arn: Arn): TagOperations {
  const OpenIDConnectProviderArn = arn;
  return {
    operation: "ListOpenIDConnectProviderTags",
    read: ({ iam }) =>
      allPages<Tag, string>(async (Marker) => {
        const input = { OpenIDConnectProviderArn, Marker };
        const answer = await iam.send(new ListOpenIDConnectProviderTagsCommand(input));
        const items = answer.Tags?.map(({ Key = "", Value = "" }) => ({ key: Key, value: Value }));
        return { items, next: answer.Marker };
      }),
    add: ({ iam }, tags) =>
      iam.send(
        new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags: written(tags) }),
      ),
    remove: ({ iam }, TagKeys) =>
      iam.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys })),
  };
}
