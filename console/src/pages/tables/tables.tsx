/** The list of tables. */

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import ToggleButton from "@cloudscape-design/components/toggle-button";
import type { ReactNode } from "react";
import { useEffect, useMemo, useState } from "react";
import { useReadAgain } from "@/aws/queries";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { CloneDialog } from "@/pages/table/clone_dialog";
import { countText, sizeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { statusOf, TableStatus } from "@/parts/table_status";
import { keyText } from "@/parts/key_text";
import { useTable } from "@/parts/use_table";
import { useTableNames } from "@/parts/use_table_names";
import { DeleteTables } from "./delete_tables";
import { favouritesFirst } from "./favourites";
import { TableActions } from "./table_actions";
import { useTagFilter } from "./tag_filter";
import { useFavourites } from "./use_favourites";

interface Row {
  readonly name: string;
  readonly isFavourite: boolean;
}

const CREATE =
  "aws dynamodb create-table --table-name Music --billing-mode PAY_PER_REQUEST " +
  "--attribute-definitions AttributeName=Artist,AttributeType=S " +
  "--key-schema AttributeName=Artist,KeyType=HASH";

export default function Tables() {
  const readAgain = useReadAgain();
  const [selected, select] = useState<Row[]>([]);
  const [dialog, show] = useState<"delete" | "clone">();
  const tables = useTableNames();
  const [favourites, toggleFavourite] = useFavourites();
  const tagFilter = useTagFilter(tables.data ?? []);
  const rows = useMemo(() => {
    const shown = tables.data?.filter((name) => tagFilter.names?.has(name) ?? true);
    const marked = new Set(favourites);
    return (
      shown &&
      favouritesFirst(
        shown.map((name) => ({ name, isFavourite: marked.has(name) })),
        favourites,
      )
    );
  }, [tables.data, tagFilter.names, favourites]);
  const selectedNames = selected.map(({ name }) => name);
  return (
    <>
      <ListTable
        id="tables"
        title="Tables"
        noun="table"
        items={rows}
        error={tables.error}
        columns={columns(toggleFavourite)}
        nameOf={({ name }) => name}
        filter={tagFilter.fields}
        selection={{ type: "multi", items: selected, onChange: select }}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              iconName="refresh"
              ariaLabel="Read the tables again"
              onClick={() => void readAgain("ListTables", "DescribeTable", "ListTagsOfResource")}
            />
            <TableActions names={selectedNames} onClone={() => show("clone")} />
            <Button disabled={selected.length === 0} onClick={() => show("delete")}>
              Delete
            </Button>
            <CreateButton />
          </SpaceBetween>
        }
        empty={
          tagFilter.names ? (
            <Box textAlign="center">No table has this tag.</Box>
          ) : (
            <EmptyList
              text="You have no tables in this account in this Region."
              action={<CreateButton />}
              command={CREATE}
            />
          )
        }
      />
      {dialog === "delete" && (
        <DeleteTables
          names={selectedNames}
          onClose={() => show(undefined)}
          onDeleted={(names) => select(selected.filter(({ name }) => !names.includes(name)))}
        />
      )}
      {dialog === "clone" && selectedNames[0] !== undefined && (
        <CloneDialog table={selectedNames[0]} onClose={() => show(undefined)} />
      )}
    </>
  );
}

function CreateButton() {
  return (
    <Button variant="primary" href={linkTo(useRegion(), "create-table")}>
      Create table
    </Button>
  );
}

/** A cell reads its table itself. So only the tables of the page that is shown are read. */
function described(
  id: string,
  header: string,
  show: (table: TableDescription) => ReactNode,
  width?: number,
): Column<Row> {
  const cell = ({ name }: Row) => <Described name={name} show={show} />;
  return width === undefined ? { id, header, cell } : { id, header, cell, width };
}

interface DescribedProperties {
  readonly name: string;
  readonly show: (table: TableDescription) => ReactNode;
}

function Described({ name, show }: DescribedProperties) {
  const { data: table } = useTable(name);
  return table ? show(table) : "-";
}

/** A table that is no longer there is removed from the list. */
function StatusCell({ name }: { readonly name: string }) {
  const { data: table, error } = useTable(name);
  const readAgain = useReadAgain();
  const isGone = error?.name === "ResourceNotFoundException";
  useEffect(() => {
    if (isGone) void readAgain("ListTables");
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each table that has gone
  }, [isGone]);
  if (error && !isGone) return <StatusIndicator type="error">{error.name}</StatusIndicator>;
  return table ? <TableStatus status={statusOf(table)} /> : "-";
}

function NameLink({ name }: { readonly name: string }) {
  return <Link href={linkTo(useRegion(), "tables", name)}>{name}</Link>;
}

function indexCount(table: TableDescription): number {
  const { GlobalSecondaryIndexes, LocalSecondaryIndexes, VectorIndexes } = table;
  const lists = [GlobalSecondaryIndexes, LocalSecondaryIndexes, VectorIndexes];
  return lists.reduce((count, list) => count + (list?.length ?? 0), 0);
}

function capacityText(table: TableDescription, direction: "Read" | "Write"): string {
  if (table.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST") return "On-demand";
  const units = table.ProvisionedThroughput?.[`${direction}CapacityUnits`];
  return `Provisioned (${countText(units)})`;
}

function columns(toggleFavourite: (name: string) => void): Column<Row>[] {
  return [
    {
      id: "name",
      header: "Name",
      cell: ({ name }) => <NameLink name={name} />,
      sortedBy: ({ name }) => name,
      width: 220,
    },
    { id: "status", header: "Status", cell: ({ name }) => <StatusCell name={name} /> },
    described("partition", "Partition key", (table) => keyText(table, "HASH")),
    described("sort", "Sort key", (table) => keyText(table, "RANGE")),
    described("indexes", "Indexes", indexCount, 110),
    described(
      "protection",
      "Deletion protection",
      (table) => (table.DeletionProtectionEnabled ? "On" : "Off"),
      180,
    ),
    {
      id: "favourite",
      header: "Favorite",
      width: 110,
      sortedBy: ({ isFavourite }) => (isFavourite ? 0 : 1),
      cell: ({ name, isFavourite }) => (
        <ToggleButton
          variant="icon"
          iconName="star"
          pressedIconName="star-filled"
          pressed={isFavourite}
          ariaLabel={`Favorite ${name}`}
          onChange={() => toggleFavourite(name)}
        />
      ),
    },
    described("read", "Read capacity mode", (table) => capacityText(table, "Read"), 180),
    described("write", "Write capacity mode", (table) => capacityText(table, "Write"), 180),
    described("size", "Total size", (table) => sizeText(table.TableSizeBytes), 120),
    described("class", "Table class", (table) =>
      table.TableClassSummary?.TableClass === "STANDARD_INFREQUENT_ACCESS"
        ? "Standard-IA"
        : "Standard",
    ),
  ];
}
