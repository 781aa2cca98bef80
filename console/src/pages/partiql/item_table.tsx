/** Items as a table: the attributes of all items are its columns. */

import { useMemo } from "react";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { itemsToCsv } from "@/items/item_csv";
import { download } from "@/parts/download";
import { cellText, columnNames } from "./cells";
import type { Item } from "@/items/value";

interface Properties {
  readonly items: readonly Item[];
  /** The number of the statement that each item comes from. Absent: there is one statement. */
  readonly origins?: readonly number[];
}

interface Row {
  readonly item: Item;
  readonly number: number;
  readonly origin: number | undefined;
}

// More columns than these are hidden at first: a browser draws them slowly.
const SHOWN_MAX = 40;

export function ItemTable({ items, origins }: Properties) {
  const rows = useMemo(
    () => items.map((item, at): Row => ({ item, number: at + 1, origin: origins?.[at] })),
    [items, origins],
  );
  const columns = useMemo(() => columnsOf(items, origins !== undefined), [items, origins]);
  return (
    <ListTable<Row>
      id="partiql-items"
      title="Items returned"
      noun="item"
      findText="Find items"
      variant="embedded"
      items={rows}
      columns={columns}
      nameOf={({ number }) => String(number)}
      textOf={({ item }) => [...item.values()].map(cellText).join("\n")}
      actions={
        <Button
          disabled={items.length === 0}
          onClick={() => download("result.csv", itemsToCsv(items, []), "text/csv")}
        >
          Download results to CSV
        </Button>
      }
      empty={<Box textAlign="center">There are no items in the result.</Box>}
    />
  );
}

function columnsOf(items: readonly Item[], hasOrigins: boolean): Column<Row>[] {
  const origin: Column<Row> = {
    id: "statement number",
    header: "Statement",
    cell: ({ origin: number }) => number,
    width: 110,
  };
  const attributes = columnNames(items).map((name, at): Column<Row> => ({
    id: `attribute ${name}`,
    header: name,
    cell: ({ item }) => cellText(item.get(name)),
    sortedBy: ({ item }) => sortText(item, name),
    isHidden: at >= SHOWN_MAX,
  }));
  return hasOrigins ? [origin, ...attributes] : attributes;
}

/** Numbers sort by their value, all else by its text. */
function sortText(item: Item, name: string): string | number {
  const value = item.get(name);
  return value?.type === "N" ? Number(value.text) : cellText(value);
}
