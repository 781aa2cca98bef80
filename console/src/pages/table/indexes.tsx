/** The tab "Indexes" of a table. */

import type { TableDescription, UpdateTableCommandInput } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { IndexDraft } from "@/pages/create_table/draft";
import { INDEX_TITLES, IndexDialog } from "@/pages/create_table/index_dialog";
import { attributesOf, definitions, globalIndex, vectorIndex } from "@/pages/create_table/request";
import { countText, sizeText } from "@/parts/amounts";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { TableStatus } from "@/parts/table_status";
import { modeOf } from "./capacity_change";
import { ALBUM_INDEX, updateCommand } from "./index_command";
import type { IndexRow } from "./index_rows";
import { globalRows, localRows, vectorRows } from "./index_rows";
import { SearchVectorsDialog } from "./search_vectors_dialog";
import { useUpdate } from "./use_update";

interface Properties {
  readonly table: TableDescription;
}

export function Indexes({ table }: Properties) {
  return (
    <SpaceBetween size="l">
      <ChangeableIndexes kind="global" table={table} rows={globalRows(table)} />
      <ListTable
        id="local-indexes"
        title="Local secondary indexes"
        noun="index"
        variant="container"
        items={localRows(table)}
        columns={columns("local")}
        nameOf={({ name }) => name}
        description="They are created together with the table, and cannot be changed."
        empty="The table has no local secondary index."
      />
      <ChangeableIndexes kind="vector" table={table} rows={vectorRows(table)} />
    </SpaceBetween>
  );
}

type Changeable = Exclude<IndexDraft["kind"], "local">;

const TITLES = { global: "Global secondary indexes", vector: "Vector indexes" } as const;

interface ListProperties extends Properties {
  readonly kind: Changeable;
  readonly rows: readonly IndexRow[];
}

function ChangeableIndexes({ kind, table, rows }: ListProperties) {
  const [selected, select] = useState<IndexRow[]>([]);
  const [dialog, show] = useState<"create" | "delete" | "search">();
  const chosen = rows.find(({ name }) => name === selected[0]?.name);
  const create = (
    <Button
      disabled={kind === "vector" && modeOf(table) === "PROVISIONED"}
      onClick={() => show("create")}
    >
      {kind === "global" ? "Create index" : INDEX_TITLES.vector}
    </Button>
  );
  const close = () => show(undefined);
  return (
    <>
      <ListTable
        id={`${kind}-indexes`}
        title={TITLES[kind]}
        noun="index"
        variant="container"
        items={rows}
        columns={columns(kind)}
        nameOf={({ name }) => name}
        selection={{ type: "single", items: chosen ? [chosen] : [], onChange: select }}
        {...(kind === "vector" && {
          description: "They find the items nearest to a vector. They need the mode on-demand.",
        })}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {kind === "vector" && (
              <Button disabled={chosen?.status !== "ACTIVE"} onClick={() => show("search")}>
                Search
              </Button>
            )}
            <Button disabled={!chosen} onClick={() => show("delete")}>
              Delete
            </Button>
            {create}
          </SpaceBetween>
        }
        empty={
          <EmptyList
            text={`The table has no ${kind === "global" ? "global secondary" : "vector"} index.`}
            action={create}
            {...(kind === "global" && { command: commandOf(table) })}
          />
        }
      />
      {dialog === "create" && <CreateIndex kind={kind} table={table} onClose={close} />}
      {dialog === "delete" && chosen && (
        <DeleteIndex kind={kind} table={table} name={chosen.name} onClose={close} />
      )}
      {dialog === "search" && chosen && (
        <SearchVectorsDialog table={table} index={chosen.name} onClose={close} />
      )}
    </>
  );
}

function columns(kind: IndexDraft["kind"]): Column<IndexRow>[] {
  const all: (Column<IndexRow> | false)[] = [
    {
      id: "name",
      header: "Name",
      cell: ({ name }) => name,
      sortedBy: ({ name }) => name,
      width: 200,
    },
    kind !== "local" && { id: "status", header: "Status", cell: status, width: 170 },
    { id: "partition", header: "Partition key", cell: ({ partition }) => partition },
    kind !== "vector" && { id: "sort", header: "Sort key", cell: ({ sort }) => sort },
    kind === "vector" && {
      id: "vector",
      header: "Vector",
      cell: ({ vector }) => vector,
      width: 230,
    },
    kind === "vector" && { id: "filters", header: "Filters", cell: ({ filters }) => filters },
    kind === "global" && { id: "capacity", header: "Capacity", cell: ({ capacity }) => capacity },
    {
      id: "projection",
      header: "Projected attributes",
      cell: ({ projection }) => projection,
      width: 180,
    },
    { id: "size", header: "Size", cell: ({ bytes }) => sizeText(bytes), width: 120 },
    { id: "items", header: "Item count", cell: ({ items }) => countText(items), width: 130 },
  ];
  return all.filter((column) => column !== false);
}

function status({ status: word, isBackfilling }: IndexRow) {
  return (
    <SpaceBetween direction="horizontal" size="xxs">
      <TableStatus status={word} />
      {isBackfilling && <span>(backfilling)</span>}
    </SpaceBetween>
  );
}

interface DialogProperties extends Properties {
  readonly kind: Changeable;
  readonly onClose: () => void;
}

function CreateIndex({ kind, table, onClose }: DialogProperties) {
  const update = useUpdate(table.TableName ?? "", "The index is being created.", onClose);
  const rows = [...globalRows(table), ...localRows(table), ...vectorRows(table)];
  return (
    <IndexDialog
      kind={kind}
      others={rows.map(({ name }) => name)}
      onClose={onClose}
      isRunning={update.isPending}
      error={update.error}
      onCreate={(index) => update.mutate(creation(table, index))}
    />
  );
}

/** A new global index gets the capacity of the table. */
function creation(
  table: TableDescription,
  index: IndexDraft,
): Omit<UpdateTableCommandInput, "TableName"> {
  const defined = definitions(attributesOf(index));
  const common = defined.length === 0 ? {} : { AttributeDefinitions: defined };
  if (index.kind === "vector") {
    return { ...common, VectorIndexUpdates: [{ Create: vectorIndex(index) }] };
  }
  if (index.kind === "local") throw new Error("A local index cannot be created later.");
  const { ReadCapacityUnits, WriteCapacityUnits } = table.ProvisionedThroughput ?? {};
  const units =
    modeOf(table) === "PROVISIONED" ? { ReadCapacityUnits, WriteCapacityUnits } : undefined;
  return { ...common, GlobalSecondaryIndexUpdates: [{ Create: globalIndex(index, units) }] };
}

/** The AWS CLI has no option for vector indexes. */
function commandOf(table: TableDescription): string {
  return updateCommand(table.TableName ?? "", creation(table, ALBUM_INDEX));
}

function DeleteIndex({ kind, table, name, onClose }: DialogProperties & { readonly name: string }) {
  const update = useUpdate(table.TableName ?? "", `The index ${name} is being deleted.`, onClose);
  const updates = [{ Delete: { IndexName: name } }];
  return (
    <ConfirmDialog
      title="Delete index"
      action="Delete"
      word="confirm"
      onConfirm={() =>
        update.mutate(
          kind === "global"
            ? { GlobalSecondaryIndexUpdates: updates }
            : { VectorIndexUpdates: updates },
        )
      }
      onClose={onClose}
      isRunning={update.isPending}
      error={update.error}
    >
      The index <strong>{name}</strong> of {table.TableName} is deleted. The items of the table
      stay.
    </ConfirmDialog>
  );
}
