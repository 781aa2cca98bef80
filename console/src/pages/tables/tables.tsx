/** The list of tables. */

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { useState } from "react";
import { allPages } from "@/aws/all_pages";
import { useRead, useReadAgain } from "@/aws/queries";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { sizeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { TableStatus } from "@/parts/table_status";
import { keyText } from "@/parts/key_text";
import { useTable } from "@/parts/use_table";

interface Row {
  readonly name: string;
}

const CREATE =
  "aws dynamodb create-table --table-name Music --billing-mode PAY_PER_REQUEST " +
  "--attribute-definitions AttributeName=Artist,AttributeType=S " +
  "--key-schema AttributeName=Artist,KeyType=HASH";

export default function Tables() {
  const region = useRegion();
  const readAgain = useReadAgain();
  const [selected, select] = useState<Row[]>([]);
  const tables = useRead(["ListTables"], ({ dynamodb }) =>
    allPages<Row, string>(async (start) => {
      const answer = await dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName: start }));
      const names = answer.TableNames ?? [];
      return { items: names.map((name) => ({ name })), next: answer.LastEvaluatedTableName };
    }),
  );
  const create = (
    <Button variant="primary" href={linkTo(region, "create-table")}>
      Create table
    </Button>
  );
  return (
    <ListTable
      id="tables"
      title="Tables"
      noun="table"
      items={tables.data}
      error={tables.error}
      columns={COLUMNS}
      nameOf={({ name }) => name}
      selection={{ type: "multi", items: selected, onChange: select }}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            iconName="refresh"
            ariaLabel="Read the tables again"
            onClick={() => void readAgain("ListTables", "DescribeTable")}
          />
          {create}
        </SpaceBetween>
      }
      empty={
        <EmptyList
          text="You have no tables in this account in this Region."
          action={create}
          command={CREATE}
        />
      }
    />
  );
}

/** A cell reads its table itself. So only the tables of the page that is shown are read. */
function described(
  id: string,
  header: string,
  show: (table: TableDescription) => ReactNode,
): Column<Row> {
  return { id, header, cell: ({ name }) => <Described name={name} show={show} /> };
}

interface DescribedProperties {
  readonly name: string;
  readonly show: (table: TableDescription) => ReactNode;
}

function Described({ name, show }: DescribedProperties) {
  const { data: table } = useTable(name);
  return table ? show(table) : "-";
}

function NameLink({ name }: Row) {
  return <Link href={linkTo(useRegion(), "tables", name)}>{name}</Link>;
}

function indexCount(table: TableDescription): number {
  return (table.GlobalSecondaryIndexes?.length ?? 0) + (table.LocalSecondaryIndexes?.length ?? 0);
}

const COLUMNS: readonly Column<Row>[] = [
  { id: "name", header: "Name", cell: NameLink, sortedBy: ({ name }) => name, width: 220 },
  described("status", "Status", (table) => <TableStatus status={table.TableStatus} />),
  described("partition", "Partition key", (table) => keyText(table, "HASH")),
  described("sort", "Sort key", (table) => keyText(table, "RANGE")),
  described("indexes", "Indexes", indexCount),
  described("protection", "Deletion protection", (table) =>
    table.DeletionProtectionEnabled ? "On" : "Off",
  ),
  described("mode", "Capacity mode", (table) =>
    table.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST" ? "On-demand" : "Provisioned",
  ),
  described("size", "Total size", (table) => sizeText(table.TableSizeBytes)),
];
