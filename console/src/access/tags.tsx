/** The tags of something: a list, and a dialog that changes them. */

import Button from "@cloudscape-design/components/button";
import TagEditor from "@cloudscape-design/components/tag-editor";
import type { TagEditorProps } from "@cloudscape-design/components/tag-editor";
import { useState } from "react";
import type { Clients } from "@/aws/clients";
import { useRead, useWrite } from "@/aws/queries";
import { EmptyList } from "@/parts/empty_list";
import { FormDialog } from "@/parts/form_dialog";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import type { Tag } from "./types";

/** How tags of one kind of thing are read and written. */
export interface TagOperations {
  /** Of the operation that reads them, for what is read again. */
  readonly operation: string;
  readonly read: (clients: Clients) => Promise<Tag[]>;
  readonly add: (clients: Clients, tags: Tag[]) => Promise<unknown>;
  readonly remove: (clients: Clients, keys: string[]) => Promise<unknown>;
}

interface Properties {
  readonly of: TagOperations;
  /** Names the thing in the cache, such as its ARN. */
  readonly name: string;
  /** The same step as a command. */
  readonly command: string;
}

const MAX = 50;

export function Tags({ of, name, command }: Properties) {
  const tags = useRead([of.operation, name], of.read);
  const [isOpen, setOpen] = useState(false);
  const manage = (
    <Button disabled={tags.data === undefined} onClick={() => setOpen(true)}>
      Manage tags
    </Button>
  );
  return (
    <>
      <ListTable
        id="tags"
        title="Tags"
        noun="tag"
        variant="container"
        items={tags.data}
        error={tags.error}
        columns={COLUMNS}
        nameOf={({ key }) => key}
        textOf={({ key, value }) => `${key} ${value}`}
        actions={manage}
        empty={<EmptyList text="There are no tags." action={manage} command={command} />}
      />
      {isOpen && tags.data && (
        <ManageTags of={of} existing={tags.data} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

const COLUMNS: readonly Column<Tag>[] = [
  { id: "key", header: "Key", cell: ({ key }) => key, sortedBy: ({ key }) => key, width: 300 },
  { id: "value", header: "Value", cell: ({ value }) => value || "-", width: 300 },
];

interface ManageProperties {
  readonly of: TagOperations;
  readonly existing: readonly Tag[];
  readonly onClose: () => void;
}

function ManageTags({ of, existing, onClose }: ManageProperties) {
  const [edited, setEdited] = useState<readonly TagEditorProps.Tag[]>(
    existing.map((tag) => ({ ...tag, existing: true })),
  );
  const [isValid, setValid] = useState(true);
  const save = useWrite(
    async (clients) => {
      const { added, removed } = changes(existing, edited);
      if (removed.length > 0) await of.remove(clients, removed);
      if (added.length > 0) await of.add(clients, added);
    },
    {
      changes: [of.operation],
      done: () => "The tags were changed.",
      onSuccess: onClose,
      showsFailure: true,
    },
  );
  return (
    <FormDialog
      title="Manage tags"
      action="Save changes"
      size="large"
      isReady={isValid}
      isRunning={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(null)}
      onClose={onClose}
    >
      <TagsField
        tags={edited}
        onChange={(tags, valid) => {
          setEdited(tags);
          setValid(valid);
        }}
      />
    </FormDialog>
  );
}

interface FieldProperties {
  readonly tags: readonly TagEditorProps.Tag[];
  readonly onChange: (tags: readonly TagEditorProps.Tag[], isValid: boolean) => void;
}

/** Rows of keys and values. */
export function TagsField({ tags, onChange }: FieldProperties) {
  return (
    <TagEditor
      tags={tags}
      tagLimit={MAX}
      i18nStrings={{ addButton: "Add new tag", emptyTags: "There are no tags." }}
      onChange={({ detail }) => onChange(detail.tags, detail.valid)}
    />
  );
}

/** The tags of a form for something new. */
export function newTags(edited: readonly TagEditorProps.Tag[]): Tag[] {
  return edited.flatMap(({ key, value, markedForRemoval }) =>
    markedForRemoval || key === "" ? [] : [{ key, value }],
  );
}

/** What is to be written, so that `edited` becomes of `existing`. */
export function changes(
  existing: readonly Tag[],
  edited: readonly TagEditorProps.Tag[],
): { added: Tag[]; removed: string[] } {
  const wanted = newTags(edited);
  return {
    added: wanted.filter(
      ({ key, value }) => !existing.some((tag) => tag.key === key && tag.value === value),
    ),
    removed: existing.map(({ key }) => key).filter((key) => !wanted.some((tag) => tag.key === key)),
  };
}
