/** One encryption key: its state, its policy, its tags. */

import type { KeyMetadata } from "@aws-sdk/client-kms";
import {
  ListResourceTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-kms";
import { AddressTabs } from "@/access/address_tabs";
import { DetailPage } from "@/access/detail_page";
import type { TagOperations } from "@/access/tags";
import { Tags } from "@/access/tags";
import { allPages } from "@/aws/all_pages";
import type { Tag } from "@/access/types";
import { usePathNames } from "@/frame/path_names";
import { timeText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { KeyActions } from "./key_actions";
import { KeyPolicy } from "./key_policy";
import { KeyState } from "./key_state";
import { useKey, useKeys } from "./reads";

export default function Key() {
  const { id = "" } = usePathNames();
  const key = useKey(id);
  const aliases = useKeys().data?.find((row) => row.id === id)?.aliases ?? [];
  return (
    <DetailPage
      title={id}
      error={key.error}
      summary={key.data && summary(key.data, aliases)}
      actions={key.data && <KeyActions id={id} state={key.data.KeyState} />}
    >
      {key.data && (
        <AddressTabs
          base={["encryption-keys", id]}
          tabs={[
            { id: "policy", label: "Key policy", content: <KeyPolicy id={id} /> },
            {
              id: "tags",
              label: "Tags",
              content: (
                <Tags
                  of={tagsOf(id)}
                  name={id}
                  command={`aws kms tag-resource --key-id ${id} --tags TagKey=team,TagValue=music`}
                />
              ),
            },
          ]}
        />
      )}
    </DetailPage>
  );
}

function summary(key: KeyMetadata, aliases: readonly string[]) {
  return [
    { label: "ARN", value: <Copyable text={key.Arn ?? ""} what="the ARN" /> },
    { label: "Status", value: <KeyState state={key.KeyState} /> },
    { label: "Aliases", value: aliases.join(", ") || "-" },
    { label: "Description", value: key.Description || "-" },
    { label: "Creation date", value: timeText(key.CreationDate) },
    { label: "Deleted on", value: timeText(key.DeletionDate) },
  ];
}

function tagsOf(KeyId: string): TagOperations {
  return {
    operation: "ListResourceTags",
    read: ({ kms }) =>
      allPages<Tag, string>(async (Marker) => {
        const answer = await kms.send(new ListResourceTagsCommand({ KeyId, Marker }));
        const items = answer.Tags?.map(({ TagKey = "", TagValue = "" }) => ({
          key: TagKey,
          value: TagValue,
        }));
        return { items, next: answer.NextMarker };
      }),
    add: ({ kms }, tags) =>
      kms.send(
        new TagResourceCommand({
          KeyId,
          Tags: tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })),
        }),
      ),
    remove: ({ kms }, TagKeys) => kms.send(new UntagResourceCommand({ KeyId, TagKeys })),
  };
}
