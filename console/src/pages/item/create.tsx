/** Creates an item: empty, or as a copy of one. It never replaces an item. */

import { usePathNames } from "@/frame/path_names";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { useLocation } from "react-router";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { createOf } from "@/items/changes";
import { keyOf } from "@/items/sources";
import type { Item } from "@/items/value";
import { useTable } from "@/parts/use_table";
import { keyLabel } from "../explore/read_page";
import { keyOfAddress } from "./address_key";
import { ItemEditor } from "./item_editor";
import { useEditor } from "./use_editor";
import { nextOpening, useItem } from "./use_item";
import { useReturn } from "./use_return";

export default function CreateItem() {
  const { name = "" } = usePathNames();
  const { data: table, error } = useTable(name);
  if (table) return <FirstValues table={table} name={name} />;
  return error ? <Failure of={error} /> : <Spinner size="large" />;
}

interface Properties {
  readonly table: TableDescription;
  readonly name: string;
}

/** With a key in the address the new item begins as a copy. */
function FirstValues({ table, name }: Properties) {
  const { search } = useLocation();
  const [opening] = useState(nextOpening);
  const key = keyOrError(search, table);
  const original = useItem(name, key instanceof Error ? undefined : key, opening);
  if (key instanceof Error) return <Failure of={key} />;
  if (original.data !== undefined) {
    return <NewItem table={table} name={name} initial={original.data ?? new Map()} />;
  }
  return original.error ? <Failure of={original.error} /> : <Spinner size="large" />;
}

function keyOrError(search: string, table: TableDescription): Item | undefined | Error {
  try {
    return keyOfAddress(search, keyOf(table));
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

function NewItem({ table, name, initial }: Properties & { readonly initial: Item }) {
  const key = keyOf(table);
  const editor = useEditor(initial, key);
  const { close, closeAfterWrite } = useReturn(name);
  const create = useWrite(
    async ({ items }, item: Item) => {
      await items.call("PutItem", createOf(name, key, item));
    },
    {
      changes: ["GetItem"],
      showsFailure: true,
      done: (item) => `The item ${keyLabel(item, key)} was created.`,
      onSuccess: closeAfterWrite,
    },
  );
  const save = () => {
    const item = editor.read();
    if (item) create.mutate(item);
  };
  const isThere = create.error?.name === "ConditionalCheckFailedException";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Form
        header={<Header variant="h1">Create item</Header>}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" onClick={close}>
              Cancel
            </Button>
            <Button variant="primary" loading={create.isPending}>
              Create item
            </Button>
          </SpaceBetween>
        }
        errorText={
          isThere ? (
            <Box color="inherit">
              An item with this key exists already. Nothing was written. Choose another key.
            </Box>
          ) : undefined
        }
      >
        <SpaceBetween size="m">
          <ItemEditor editor={editor} />
          {!isThere && <Failure of={create.error} />}
        </SpaceBetween>
      </Form>
    </form>
  );
}
