/** Edits an item, which is read by its key first. */

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { useLocation } from "react-router";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { showMessage } from "@/frame/messages";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { keyOf } from "@/items/sources";
import type { Item } from "@/items/value";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { useTable } from "@/parts/use_table";
import { keyLabel } from "../explore/read_page";
import { itemHref } from "../explore/use_exploring";
import { keyOfAddress } from "./address_key";
import { ConflictDialog } from "./conflict_dialog";
import { ItemEditor } from "./item_editor";
import type { Edit, Outcome } from "./save";
import { hasNewKey, saveEdit, uncheckedOf } from "./save";
import { useEditor } from "./use_editor";
import { nextOpening, useItem } from "./use_item";
import { useReturn } from "./use_return";

export default function EditItem() {
  const { name = "" } = usePathNames();
  const { search } = useLocation();
  const { data: table, error } = useTable(name);
  if (table) return <Found key={search} table={table} name={name} search={search} />;
  return error ? <Failure of={error} /> : <Spinner size="large" />;
}

interface Properties {
  readonly table: TableDescription;
  readonly name: string;
}

function Found({ table, name, search }: Properties & { readonly search: string }) {
  const [opening] = useState(nextOpening);
  const [key] = useState(() => {
    try {
      return keyOfAddress(search, keyOf(table)) ?? new Error("The address contains no key.");
    } catch (thrown) {
      return thrown instanceof Error ? thrown : new Error(String(thrown));
    }
  });
  const read = useItem(name, key instanceof Error ? undefined : key, opening);
  if (key instanceof Error) return <Failure of={key} />;
  if (read.data !== undefined) {
    return <Opened table={table} name={name} itemKey={key} found={read.data} />;
  }
  return read.error ? <Failure of={read.error} /> : <Spinner size="large" />;
}

interface OpenedProperties extends Properties {
  readonly itemKey: Item;
  readonly found: Item | null;
}

/** Keeps the item as it was found first: what is read again later must not end an edit. */
function Opened({ table, name, itemKey, found }: OpenedProperties) {
  const [initial] = useState(found);
  const region = useRegion();
  const { close } = useReturn(name);
  if (initial !== null) return <Editing table={table} name={name} initial={initial} />;
  return (
    <Alert
      type="warning"
      header="There is no item with this key"
      action={
        <SpaceBetween direction="horizontal" size="xs">
          <Button href={itemHref(region, name, keyOf(table), itemKey, "history")}>History</Button>
          <Button onClick={close}>Back to the items</Button>
        </SpaceBetween>
      }
    >
      It may have been deleted.
    </Alert>
  );
}

function Editing({ table, name, initial }: Properties & { readonly initial: Item }) {
  const key = keyOf(table);
  const region = useRegion();
  const [before, setBefore] = useState(initial);
  const editor = useEditor(initial, key);
  const saving = useSaving(name, (outcome) => {
    setBefore(outcome.item);
    editor.show(outcome.item);
  });
  const save = (closes: boolean) => {
    const after = editor.read();
    if (after) saving.begin({ name, key, before, after }, closes);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save(true);
      }}
    >
      <Form
        header={
          <Header
            variant="h1"
            description={`${name}: ${keyLabel(before, key)}`}
            actions={
              <Button href={itemHref(region, name, key, initial, "history")}>History</Button>
            }
          >
            Edit item
          </Header>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" onClick={saving.close}>
              Cancel
            </Button>
            <Button formAction="none" loading={saving.isRunning} onClick={() => save(false)}>
              Save
            </Button>
            <Button variant="primary" loading={saving.isRunning}>
              Save and close
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="m">
          <ItemEditor editor={editor} />
          <Failure of={saving.error} />
        </SpaceBetween>
      </Form>
      <Questions
        saving={saving}
        onReload={(now) => {
          setBefore(now);
          editor.show(now);
        }}
        onRebase={setBefore}
      />
    </form>
  );
}

interface QuestionsProperties {
  readonly saving: Saving;
  /** Shows the version of the table in the editor. */
  readonly onReload: (now: Item) => void;
  /** Keeps what was typed, to be saved over the version of the table. */
  readonly onRebase: (now: Item) => void;
}

function Questions({ saving, onReload, onRebase }: QuestionsProperties) {
  const { asked, lost, edit } = saving;
  if (asked !== undefined) {
    return (
      <ConfirmDialog
        title={asked.title}
        action={asked.action}
        isRunning={saving.isRunning}
        onConfirm={saving.confirm}
        onClose={saving.forget}
      >
        {asked.text}
      </ConfirmDialog>
    );
  }
  if (lost === undefined || edit === undefined) return null;
  return (
    <ConflictDialog
      before={edit.before}
      mine={edit.after}
      now={lost.now}
      onClose={saving.forget}
      onReload={(now) => {
        onReload(now);
        saving.forget();
      }}
      onOverwrite={(now) => {
        onRebase(now);
        saving.begin({ ...edit, before: now }, false);
      }}
    />
  );
}

interface Question {
  readonly title: string;
  readonly action: string;
  readonly text: string;
}

/** What must be asked before an edit is saved. */
function questionOf(edit: Edit): Question | undefined {
  if (hasNewKey(edit)) {
    return {
      title: "Change the key?",
      action: "Create new item and delete old one",
      text: `The key of an item cannot change. A new item ${keyLabel(edit.after, edit.key)} is created, and the item ${keyLabel(edit.before, edit.key)} is deleted, both in one transaction.`,
    };
  }
  const unchecked = uncheckedOf(edit);
  if (unchecked.length === 0) return undefined;
  return {
    title: "Save the whole item?",
    action: "Save the whole item",
    text: `So many attributes changed that one update cannot check all of them. The whole item is written, and ${String(unchecked.length)} of the changed attributes are not checked: what another client wrote to them meanwhile would be lost.`,
  };
}

function useSaving(name: string, onSaved: (outcome: Outcome & { kind: "saved" }) => void) {
  const [edit, setEdit] = useState<Edit>();
  const [closes, setCloses] = useState(false);
  const [asked, setAsked] = useState<Question>();
  const [lost, setLost] = useState<Outcome & { kind: "lost" }>();
  const { close, closeAfterWrite, noteWrite } = useReturn(name);
  const write = useWrite(
    ({ items }, saved: { edit: Edit; closes: boolean }) => saveEdit(items, saved.edit),
    {
      showsFailure: true,
      onSuccess: (outcome, saved) => {
        setAsked(undefined);
        if (outcome.kind === "lost") return setLost(outcome);
        if (outcome.kind === "taken") {
          const content = "An item with the new key exists already. Nothing was written.";
          showMessage({ type: "error", content });
          return;
        }
        setLost(undefined);
        showMessage({ type: "success", content: "The item was saved." });
        noteWrite();
        if (saved.closes || hasNewKey(saved.edit)) closeAfterWrite();
        else onSaved(outcome);
      },
    },
  );
  return {
    edit,
    asked,
    lost,
    close,
    error: write.error,
    isRunning: write.isPending,
    begin: (next: Edit, isClosing: boolean) => {
      const question = questionOf(next);
      setEdit(next);
      setCloses(isClosing);
      setLost(undefined);
      setAsked(question);
      if (question === undefined) write.mutate({ edit: next, closes: isClosing });
    },
    confirm: () => {
      if (edit) write.mutate({ edit, closes });
    },
    forget: () => {
      setAsked(undefined);
      setLost(undefined);
    },
  };
}

type Saving = ReturnType<typeof useSaving>;
