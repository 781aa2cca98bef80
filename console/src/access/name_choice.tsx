/** A list of names to tick: groups for a user, users for a group. */

import type { ReactNode } from "react";
import { EmptyList } from "@/parts/empty_list";
import { ListTable } from "@/parts/list_table";

interface Properties {
  readonly title: string;
  readonly noun: string;
  readonly names: readonly string[] | undefined;
  readonly error: Error | null;
  readonly chosen: readonly string[];
  readonly onChange: (names: string[]) => void;
  readonly empty: string;
  readonly action?: ReactNode;
  readonly command: string;
}

interface Row {
  readonly name: string;
}

export function NameChoice(properties: Properties) {
  const { title, noun, names, error, chosen, onChange, empty, action, command } = properties;
  const items = names?.map((name) => ({ name }));
  return (
    <ListTable<Row>
      id={`choice-of-${noun}s`}
      title={title}
      noun={noun}
      variant="container"
      items={items}
      error={error}
      columns={[
        {
          id: "name",
          header: "Name",
          cell: ({ name }) => name,
          sortedBy: ({ name }) => name,
          width: 400,
        },
      ]}
      nameOf={({ name }) => name}
      selection={{
        type: "multi",
        items: items?.filter(({ name }) => chosen.includes(name)) ?? [],
        onChange: (rows) => onChange(rows.map(({ name }) => name)),
      }}
      empty={<EmptyList text={empty} action={action} command={command} />}
    />
  );
}
