/** The indexes of a new table. */

import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import type { TableProps } from "@cloudscape-design/components/table";
import { useState } from "react";
import type { IndexDraft, KeyDraft, TableDraft } from "./draft";
import { INDEX_TITLES, IndexDialog } from "./index_dialog";

interface Properties {
  readonly draft: TableDraft;
  readonly onChange: (indexes: readonly IndexDraft[]) => void;
  readonly error: string | undefined;
  /** Whether the table can have local indexes. An import cannot make them. */
  readonly hasLocal?: boolean;
}

const KINDS = { global: "Global", local: "Local", vector: "Vector" } as const;
const WITHOUT_LOCAL = "A vector index needs the capacity mode on-demand.";
const WITH_LOCAL = `A local index needs a table with a sort key, and can only be created together with the table. ${WITHOUT_LOCAL}`;
const PROJECTIONS = { ALL: "All", KEYS_ONLY: "Only keys", INCLUDE: "Include" } as const;

export function IndexesSection({ draft, onChange, error, hasLocal = true }: Properties) {
  const [making, make] = useState<IndexDraft["kind"]>();
  const { indexes } = draft;
  const names = indexes.map(({ name }) => name);
  const buttons = (
    <SpaceBetween direction="horizontal" size="xs">
      {hasLocal && (
        <Button formAction="none" disabled={draft.sort.name === ""} onClick={() => make("local")}>
          {INDEX_TITLES.local}
        </Button>
      )}
      <Button
        formAction="none"
        disabled={draft.capacity.mode === "PROVISIONED"}
        onClick={() => make("vector")}
      >
        {INDEX_TITLES.vector}
      </Button>
      <Button formAction="none" onClick={() => make("global")}>
        {INDEX_TITLES.global}
      </Button>
    </SpaceBetween>
  );
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${String(indexes.length)})`}
          actions={buttons}
          description={hasLocal ? WITH_LOCAL : WITHOUT_LOCAL}
        >
          Secondary indexes
        </Header>
      }
    >
      <FormField errorText={error} stretch>
        <Table<IndexDraft>
          variant="embedded"
          items={indexes}
          trackBy="name"
          ariaLabels={{ tableLabel: "Secondary indexes" }}
          empty="No indexes."
          columnDefinitions={columns(draft, onChange)}
        />
      </FormField>
      {making && (
        <IndexDialog
          kind={making}
          others={names}
          onClose={() => make(undefined)}
          onCreate={(index) => {
            onChange([...indexes, index]);
            make(undefined);
          }}
        />
      )}
    </Container>
  );
}

function columns(
  draft: TableDraft,
  onChange: Properties["onChange"],
): TableProps.ColumnDefinition<IndexDraft>[] {
  return [
    { id: "name", header: "Name", cell: ({ name }) => name },
    { id: "kind", header: "Type", cell: ({ kind }) => KINDS[kind] },
    { id: "partition", header: "Partition key", cell: (index) => partition(index, draft) },
    { id: "sort", header: "Sort key", cell: sort },
    {
      id: "projection",
      header: "Projected attributes",
      cell: ({ projection }) => PROJECTIONS[projection.kind],
    },
    {
      id: "remove",
      header: "Remove",
      cell: ({ name }) => (
        <Button
          variant="inline-link"
          formAction="none"
          ariaLabel={`Remove index ${name}`}
          onClick={() => onChange(draft.indexes.filter((index) => index.name !== name))}
        >
          Remove
        </Button>
      ),
    },
  ];
}

function texts(keys: readonly KeyDraft[]): string {
  const named = keys.filter(({ name }) => name !== "");
  return named.map(({ name, type }) => `${name} (${type})`).join(", ") || "-";
}

function partition(index: IndexDraft, table: TableDraft): string {
  if (index.kind === "local") return texts([table.partition]);
  return texts(index.kind === "global" ? index.partition : [index.partition]);
}

function sort(index: IndexDraft): string {
  if (index.kind === "vector") return "-";
  return texts(index.kind === "local" ? [index.sort] : index.sort);
}
