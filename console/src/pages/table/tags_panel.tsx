/** The tags of a table. */

import type { Tag } from "@aws-sdk/client-dynamodb";
import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import type { TagEditorProps } from "@cloudscape-design/components/tag-editor";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { TagsFields } from "@/pages/create_table/tags_fields";
import { FormDialog } from "@/parts/form_dialog";
import { useTableTags } from "@/parts/use_table_tags";
import { tagChanges } from "./tag_changes";

export function TagsPanel({ arn }: { readonly arn: string }) {
  const [isEditing, edit] = useState(false);
  const tags = useTableTags(arn);
  return (
    <Container
      header={
        <Header
          variant="h2"
          {...(tags.data && { counter: `(${String(tags.data.length)})` })}
          actions={
            <Button disabled={!tags.data} onClick={() => edit(true)}>
              Manage tags
            </Button>
          }
        >
          Tags
        </Header>
      }
    >
      <Failure of={tags.error} />
      <Table<Tag>
        variant="embedded"
        items={tags.data ?? []}
        loading={tags.isLoading}
        loadingText="Reading: tags"
        trackBy="Key"
        ariaLabels={{ tableLabel: "Tags" }}
        empty="The table has no tags."
        columnDefinitions={[
          { id: "key", header: "Key", cell: ({ Key }) => Key },
          { id: "value", header: "Value", cell: ({ Value }) => Value || "-" },
        ]}
      />
      {isEditing && tags.data && (
        <TagsDialog arn={arn} tags={tags.data} onClose={() => edit(false)} />
      )}
    </Container>
  );
}

interface DialogProperties {
  readonly arn: string;
  readonly tags: readonly Tag[];
  readonly onClose: () => void;
}

function TagsDialog({ arn, tags, onClose }: DialogProperties) {
  const [edited, setEdited] = useState<readonly TagEditorProps.Tag[]>(() =>
    tags.map(({ Key = "", Value = "" }) => ({ key: Key, value: Value, existing: true })),
  );
  const [isValid, setValid] = useState(true);
  const save = useWrite(
    async ({ dynamodb }, after: readonly Tag[]) => {
      const { set, removed } = tagChanges(tags, after);
      if (removed.length > 0) {
        const input = { ResourceArn: arn, TagKeys: [...removed] };
        await dynamodb.send(new UntagResourceCommand(input));
      }
      if (set.length > 0) {
        await dynamodb.send(new TagResourceCommand({ ResourceArn: arn, Tags: [...set] }));
      }
    },
    {
      changes: ["ListTagsOfResource"],
      showsFailure: true,
      done: () => "The tags were changed.",
      onSuccess: onClose,
    },
  );
  const kept = edited.filter(({ markedForRemoval }) => !markedForRemoval);
  return (
    <FormDialog
      title="Manage tags"
      size="large"
      onSubmit={() => save.mutate(kept.map(({ key, value }) => ({ Key: key, Value: value })))}
      onClose={onClose}
      isRunning={save.isPending}
      isReady={isValid}
      error={save.error}
    >
      <TagsFields
        tags={edited}
        onChange={(changed, valid) => {
          setEdited(changed);
          setValid(valid);
        }}
      />
    </FormDialog>
  );
}
