/** A list of members with "Add" and "Remove": the groups of a user, the users of a group. */

import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import type { Clients } from "@/aws/clients";
import { useWrite } from "@/aws/queries";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { EmptyList } from "@/parts/empty_list";
import { FormDialog } from "@/parts/form_dialog";
import { ListTable } from "@/parts/list_table";
import { NameChoice } from "./name_choice";

interface Properties {
  readonly title: string;
  readonly noun: "group" | "user";
  /** The page of a member. */
  readonly place: "groups" | "users";
  readonly members: UseQueryResult<string[]>;
  /** Who can be added. */
  readonly everybody: UseQueryResult<string[]>;
  readonly add: (clients: Clients, name: string) => Promise<unknown>;
  readonly remove: (clients: Clients, name: string) => Promise<unknown>;
  /** The operations whose answers change. */
  readonly changes: readonly string[];
  readonly words: { readonly add: string; readonly empty: string; readonly command: string };
}

/** The commands that make a first one. */
const FIRST = {
  group: "aws iam create-group --group-name Readers",
  user: "aws iam create-user --user-name Anna",
};

interface Row {
  readonly name: string;
}

export function MemberList(properties: Properties) {
  const { title, noun, place, members, changes, words } = properties;
  const [selected, select] = useState<Row[]>([]);
  const [isAdding, setAdding] = useState(false);
  const remove = useWrite(
    async (clients, names: readonly string[]) => {
      for (const name of names) await properties.remove(clients, name);
    },
    {
      changes,
      done: (names) => `Removed: ${names.join(", ")}.`,
      onSuccess: () => select([]),
    },
  );
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      {words.add}
    </Button>
  );
  return (
    <>
      <ListTable<Row>
        id={`members-${place}`}
        title={title}
        noun={noun}
        variant="container"
        items={members.data?.map((name) => ({ name }))}
        error={members.error}
        columns={[
          {
            id: "name",
            header: "Name",
            cell: ({ name }) => <MemberLink place={place} name={name} />,
            sortedBy: ({ name }) => name,
            width: 400,
          },
        ]}
        nameOf={({ name }) => name}
        selection={{ type: "multi", items: selected, onChange: select }}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              disabled={selected.length === 0}
              loading={remove.isPending}
              onClick={() => remove.mutate(selected.map(({ name }) => name))}
            >
              Remove
            </Button>
            {add}
          </SpaceBetween>
        }
        empty={<EmptyList text={words.empty} action={add} command={words.command} />}
      />
      {isAdding && <AddMembers {...properties} onClose={() => setAdding(false)} />}
    </>
  );
}

interface LinkProperties {
  readonly place: string;
  readonly name: string;
}

function MemberLink({ place, name }: LinkProperties) {
  return <Link href={linkTo(useRegion(), place, name)}>{name}</Link>;
}

function AddMembers(properties: Properties & { readonly onClose: () => void }) {
  const { noun, place, members, everybody, changes, words, onClose } = properties;
  const region = useRegion();
  const [chosen, choose] = useState<string[]>([]);
  const add = useWrite(
    async (clients, names: readonly string[]) => {
      for (const name of names) await properties.add(clients, name);
    },
    {
      changes,
      done: (names) => `Added: ${names.join(", ")}.`,
      onSuccess: onClose,
      showsFailure: true,
    },
  );
  const create = <Button href={linkTo(region, `create-${noun}`)}>Create {noun}</Button>;
  return (
    <FormDialog
      title={words.add}
      action={words.add}
      size="large"
      isReady={chosen.length > 0}
      isRunning={add.isPending}
      error={add.error}
      onSubmit={() => add.mutate(chosen)}
      onClose={onClose}
    >
      <NameChoice
        title={place === "groups" ? "User groups" : "Users"}
        noun={noun}
        names={everybody.data?.filter((name) => !members.data?.includes(name))}
        error={everybody.error}
        chosen={chosen}
        onChange={choose}
        empty={`There is no other ${noun}.`}
        action={create}
        command={FIRST[noun]}
      />
    </FormDialog>
  );
}
