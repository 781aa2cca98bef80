/**
 * The two fields that show only tables with a tag. The tags of all tables are read when the user
 * opens one of them: a request for each table.
 */

import { ListTagsOfResourceCommand } from "@aws-sdk/client-dynamodb";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { allPages } from "@/aws/all_pages";
import { serviceError } from "@/aws/errors";
import { useRead } from "@/aws/queries";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { inGroups } from "./in_groups";
import type { TagsOfTable } from "./tags_of_tables";
import { tagKeys, tagValues, taggedNames } from "./tags_of_tables";

interface Choice {
  readonly key: string | undefined;
  readonly value: string | undefined;
}

const ANY: Choice = { key: undefined, value: undefined };

export interface TagFilter {
  /** The names of the tables to show. undefined: all. */
  readonly names: ReadonlySet<string> | undefined;
  readonly fields: React.ReactNode;
}

export function useTagFilter(tables: readonly string[]): TagFilter {
  const [choice, choose] = useState(ANY);
  const [isOpened, setOpened] = useState(false);
  const tags = useTags(tables, isOpened);
  const fields = (
    <SpaceBetween direction="horizontal" size="xs">
      <Choose
        label="Tag key"
        any="Any tag key"
        chosen={choice.key}
        options={tagKeys(tags.data ?? [])}
        reading={tags}
        onOpen={() => setOpened(true)}
        onChoose={(key) => choose({ key, value: undefined })}
      />
      <Choose
        label="Tag value"
        any="Any tag value"
        chosen={choice.value}
        options={tagValues(tags.data ?? [], choice.key)}
        reading={tags}
        onOpen={() => setOpened(true)}
        onChoose={(value) => choose({ ...choice, value })}
      />
    </SpaceBetween>
  );
  const isAny = choice.key === undefined && choice.value === undefined;
  return { fields, names: isAny ? undefined : taggedNames(tags.data ?? [], choice) };
}

function useTags(tables: readonly string[], isOpened: boolean) {
  const region = useRegion();
  const { accountId } = useSession();
  return useRead(
    ["ListTagsOfResource", tables],
    ({ dynamodb }) =>
      inGroups(tables, async (name): Promise<TagsOfTable> => {
        const arn = `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
        const tags = await allPages(async (token: string | undefined) => {
          const answer = await dynamodb.send(
            new ListTagsOfResourceCommand({ ResourceArn: arn, NextToken: token }),
          );
          return { items: answer.Tags, next: answer.NextToken };
        });
        return { name, tags };
      }),
    { enabled: isOpened },
  );
}

interface ChooseProperties {
  readonly label: string;
  readonly any: string;
  readonly chosen: string | undefined;
  readonly options: readonly string[];
  readonly reading: { readonly isLoading: boolean; readonly error: Error | null };
  readonly onOpen: () => void;
  readonly onChoose: (text: string | undefined) => void;
}

function Choose({ label, any, chosen, options, reading, onOpen, onChoose }: ChooseProperties) {
  const anyOption = { value: "", label: any };
  const all = options.map((text) => ({ value: `=${text}`, label: text === "" ? "(empty)" : text }));
  const selected = all.find(({ value }) => value === `=${String(chosen)}`) ?? anyOption;
  return (
    <Select
      ariaLabel={label}
      selectedOption={chosen === undefined ? anyOption : selected}
      options={[anyOption, ...all]}
      filteringType="auto"
      filteringAriaLabel={`Find ${label.toLowerCase()}`}
      statusType={reading.error ? "error" : reading.isLoading ? "loading" : "finished"}
      loadingText="Reading: tags of the tables"
      {...(reading.error ? { errorText: serviceError(reading.error).message } : {})}
      onFocus={onOpen}
      onChange={({ detail }) => {
        const { value = "" } = detail.selectedOption;
        onChoose(value === "" ? undefined : value.slice(1));
      }}
    />
  );
}
