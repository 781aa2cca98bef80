/** The items of a run, page by page. */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import type { TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import { useMemo, useState } from "react";
import type { KeyAttribute, Source } from "@/items/sources";
import type { Value } from "@/items/value";
import { timeText } from "@/parts/amounts";
import { Cell } from "./cell";
import type { GridColumn, GridPreferences } from "./columns";
import { cellText, columnsOf, compareValues, visibleNames } from "./columns";
import { GridPreferencesDialog } from "./grid_preferences";
import type { Row } from "./read_page";
import { keyLabel } from "./read_page";
import type { Run } from "./use_run";

export interface GridProperties {
  readonly title: string;
  readonly run: Run;
  readonly isRunning: boolean;
  readonly tableKey: readonly KeyAttribute[];
  readonly source: Source;
  readonly pageIndex: number;
  readonly preferences: GridPreferences;
  readonly onPreferences: (preferences: GridPreferences) => void;
  readonly onPage: (index: number) => void;
  readonly selected: readonly Row[];
  readonly onSelect: (rows: Row[]) => void;
  readonly actions: ReactNode;
  readonly hrefOf: (row: Row) => string;
  readonly onSaveCell: (row: Row, name: string, value: Value) => Promise<boolean>;
}

export function ResultGrid(properties: GridProperties) {
  const { run, source, tableKey, pageIndex, preferences, selected } = properties;
  const [isChoosing, setChoosing] = useState(false);
  const columns = useMemo(
    () => columnsOf(run.rows, tableKey, source),
    [run.rows, tableKey, source],
  );
  const visible = visibleNames(columns, preferences);
  const definitions = useDefinitions(properties, columns, visible);
  const { sorted, sorting } = useSorting(properties, columns);
  const hidden = columns.length - visible.size;
  return (
    <>
      <Table<Row>
        {...sorting}
        items={sorted}
        columnDefinitions={definitions}
        trackBy="id"
        variant="container"
        resizableColumns
        stickyHeader
        stickyColumns={{ first: 1 }}
        wrapLines={preferences.wrapLines}
        loading={properties.isRunning && sorted.length === 0}
        loadingText="Reading items"
        selectionType="multi"
        selectedItems={[...selected]}
        onSelectionChange={({ detail }) => properties.onSelect(detail.selectedItems)}
        ariaLabels={{
          tableLabel: "Items",
          selectionGroupLabel: "Selection of items",
          allItemsSelectionLabel: () => "Select all items of this page",
          itemSelectionLabel: (_, { item }) => `Select item ${keyLabel(item, tableKey)}`,
          resizerRoleDescription: "Width of the column",
        }}
        empty={<Empty run={run} pageIndex={pageIndex} />}
        header={
          <Header
            variant="h2"
            counter={`(${String(run.rows.length)})`}
            actions={properties.actions}
            description={`${run.request.operation === "Scan" ? "Scan" : "Query"} started on ${timeText(run.startedAt)}.${
              hidden > 0
                ? ` ${String(hidden)} of ${String(columns.length)} columns are hidden.`
                : ""
            }`}
          >
            {properties.title} - Items returned
          </Header>
        }
        footer={<ReadOn {...properties} />}
        pagination={<Pages {...properties} />}
        preferences={
          <Button
            variant="icon"
            iconName="settings"
            ariaLabel="Preferences"
            onClick={() => setChoosing(true)}
          />
        }
      />
      {isChoosing && (
        <GridPreferencesDialog
          columns={columns}
          preferences={preferences}
          onSave={properties.onPreferences}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
}

/** The rows of the page that is shown, in the order of a column. */
function useSorting(
  { run, pageIndex, preferences }: GridProperties,
  columns: readonly GridColumn[],
) {
  const [sortedBy, setSortedBy] = useState<{ name: string; isDescending: boolean }>();
  const size = preferences.pageSize;
  const shown = run.rows.slice((pageIndex - 1) * size, pageIndex * size);
  const name = sortedBy?.name;
  const sign = sortedBy?.isDescending === true ? -1 : 1;
  const sorted =
    name === undefined
      ? shown
      : [...shown].sort((a, b) => sign * compareValues(a.item.get(name), b.item.get(name)));
  const isThere = columns.some((column) => column.name === name);
  const sorting: Partial<TableProps<Row>> = {
    ...(name !== undefined && isThere && { sortingColumn: { sortingField: name } }),
    sortingDescending: sortedBy?.isDescending ?? false,
    onSortingChange: ({ detail }) =>
      setSortedBy({
        name: detail.sortingColumn.sortingField ?? "",
        isDescending: detail.isDescending ?? false,
      }),
  };
  return { sorted, sorting };
}

const WIDTH = 160;
const KEY_WIDTH = 200;

function useDefinitions(
  { tableKey, hrefOf, onSaveCell, run }: GridProperties,
  columns: readonly GridColumn[],
  visible: ReadonlySet<string>,
): TableProps.ColumnDefinition<Row>[] {
  const [partition] = tableKey;
  const isSearch = run.request.operation === "SearchVectors";
  const score: TableProps.ColumnDefinition<Row> = {
    id: "score",
    header: "Score",
    width: 110,
    cell: (row) => String(row.score ?? ""),
  };
  const attributes = columns
    .filter(({ name }) => visible.has(name))
    .map(({ name, header, isKey }): TableProps.ColumnDefinition<Row> => ({
      id: `attribute ${name}`,
      header,
      width: isKey ? KEY_WIDTH : WIDTH,
      minWidth: 80,
      sortingField: name,
      isRowHeader: name === partition?.name,
      cell: (row) =>
        name === partition?.name ? (
          <Link href={hrefOf(row)}>{cellText(row.item.get(name)) || "-"}</Link>
        ) : (
          <Cell
            name={name}
            value={row.item.get(name)}
            {...(!isKey && { onSave: (value: Value) => onSaveCell(row, name, value) })}
          />
        ),
    }));
  return isSearch ? [score, ...attributes] : attributes;
}

function Pages({ run, pageIndex, preferences, onPage, isRunning }: GridProperties) {
  const pages = Math.max(pageIndex, Math.ceil(run.rows.length / preferences.pageSize), 1);
  return (
    <Pagination
      currentPageIndex={pageIndex}
      pagesCount={pages}
      openEnd={run.next !== undefined}
      disabled={isRunning}
      ariaLabels={{
        nextPageLabel: "Next page of items",
        previousPageLabel: "Previous page of items",
        pageLabel: (number) => `Page ${String(number)} of items`,
      }}
      onNextPageClick={({ detail }) => {
        if (!detail.requestedPageAvailable) onPage(pageIndex + 1);
      }}
      onChange={({ detail }) => onPage(detail.currentPageIndex)}
    />
  );
}

/** Shown where a page ended before it was full, though more can be read. */
function ReadOn({ run, pageIndex, preferences, onPage, isRunning }: GridProperties) {
  const size = preferences.pageSize;
  const count = run.rows.slice((pageIndex - 1) * size, pageIndex * size).length;
  if (run.next === undefined || count === size || isRunning) return null;
  return (
    <Alert
      type="info"
      action={<Button onClick={() => onPage(pageIndex)}>Retrieve next page</Button>}
    >
      {count === 0
        ? "No item of this page matches, but there is more to read. Read on to find matching items."
        : "This page ended early: a request reads at most 1 MB. There is more to read."}
    </Alert>
  );
}

function Empty({ run, pageIndex }: { readonly run: Run; readonly pageIndex: number }) {
  const text =
    run.next !== undefined || pageIndex > 1
      ? "No items on this page."
      : "The query did not return any results.";
  return (
    <Box textAlign="center" padding="m">
      <SpaceBetween size="s">
        <Box variant="strong">{text}</Box>
      </SpaceBetween>
    </Box>
  );
}
