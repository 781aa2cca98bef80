/**
 * A table of things with a search field, pages, sorting, and preferences that survive a reload.
 * All lists of the console look and behave like this one.
 */

import { useCollection } from "@cloudscape-design/collection-hooks";
import CollectionPreferences from "@cloudscape-design/components/collection-preferences";
import type { CollectionPreferencesProps } from "@cloudscape-design/components/collection-preferences";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import type { TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import type { TextFilterProps } from "@cloudscape-design/components/text-filter";
import type { ReactNode } from "react";
import { usePreference } from "@/frame/preferences";
import { Failure } from "@/aws/failure";
import { NothingFound } from "./nothing_found";

export interface Column<T> {
  readonly id: string;
  readonly header: string;
  readonly cell: (item: T) => ReactNode;
  /** What the column is sorted by. Absent: it is not sorted. */
  readonly sortedBy?: (item: T) => string | number;
  readonly isHidden?: boolean;
  readonly width?: number;
}

export interface ListTableProperties<T> {
  /** Names the preferences of this list: "tables". */
  readonly id: string;
  readonly title: string;
  /** One of the things, for labels: "table". */
  readonly noun: string;
  readonly items: readonly T[] | undefined;
  readonly error?: Error | null;
  readonly columns: readonly Column<T>[];
  /** A name that no two items share. */
  readonly nameOf: (item: T) => string;
  /** The text in the empty search field. The default is "Find" and the title. */
  readonly findText?: string;
  /** What the search field looks at. The default is the name. */
  readonly textOf?: (item: T) => string;
  readonly actions?: ReactNode;
  readonly description?: ReactNode;
  readonly empty: ReactNode;
  /** Absent: rows cannot be selected. */
  readonly selection?: {
    readonly type: "single" | "multi";
    readonly items: readonly T[];
    readonly onChange: (items: T[]) => void;
  };
  readonly variant?: TableProps.Variant;
  /** Other controls next to the search field. */
  readonly filter?: ReactNode;
}

/** The selection of a list in which at most one row can be chosen. */
export function single<T>(
  chosen: T | undefined,
  choose: (item: T | undefined) => void,
): NonNullable<ListTableProperties<T>["selection"]> {
  return {
    type: "single",
    items: chosen === undefined ? [] : [chosen],
    onChange: ([item]) => choose(item),
  };
}

const PAGE_SIZES = [10, 25, 50, 100, 300];
const DEFAULT_PAGE_SIZE = 25;
const DEFAULT_WIDTH = 150;
const SEARCH_WIDTH = 280;

export function ListTable<T>(properties: ListTableProperties<T>) {
  const { id, title, noun, items, columns, nameOf, selection } = properties;
  const [preferences, setPreferences] = useListPreferences(id, columns);
  const textOf = properties.textOf ?? nameOf;
  const findText = properties.findText ?? `Find ${title.toLowerCase()}`;
  const {
    items: shown,
    collectionProps,
    filterProps,
    paginationProps,
    filteredItemsCount,
    actions,
  } = useCollection(items ?? [], {
    filtering: {
      filteringFunction: (item, text) => textOf(item).toLowerCase().includes(text.toLowerCase()),
    },
    pagination: { pageSize: preferences.pageSize ?? DEFAULT_PAGE_SIZE },
    sorting: {},
  });
  const empty = properties.error ? (
    <Failure of={properties.error} />
  ) : items?.length ? (
    <NothingFound onClear={() => actions.setFiltering("")} />
  ) : (
    properties.empty
  );
  const rowLabel = (item: T) => `Select ${noun} ${nameOf(item)}`;
  return (
    <Table<T>
      {...(collectionProps as Partial<TableProps<T>>)}
      {...(selection && {
        selectionType: selection.type,
        selectedItems: [...selection.items],
        onSelectionChange: ({ detail }) => selection.onChange(detail.selectedItems),
      })}
      items={shown}
      loading={items === undefined && !properties.error}
      loadingText={`Reading: ${title.toLowerCase()}`}
      trackBy={nameOf}
      variant={properties.variant ?? "full-page"}
      stickyHeader
      resizableColumns
      wrapLines={preferences.wrapLines ?? false}
      columnDefinitions={columns.map(definition)}
      columnDisplay={preferences.contentDisplay ?? []}
      ariaLabels={{
        tableLabel: title,
        selectionGroupLabel: `Selection of ${title.toLowerCase()}`,
        allItemsSelectionLabel: () => "Select all",
        itemSelectionLabel: (_, item) => rowLabel(item),
        resizerRoleDescription: "Width of the column",
      }}
      empty={empty}
      header={<ListHeader {...properties} />}
      filter={
        <SpaceBetween direction="horizontal" size="xs">
          <div style={{ minWidth: SEARCH_WIDTH }}>
            <SearchField {...filterProps} text={findText} count={filteredItemsCount} />
          </div>
          {properties.filter}
        </SpaceBetween>
      }
      pagination={<Pagination {...paginationProps} />}
      preferences={
        <Preferences columns={columns} preferences={preferences} onConfirm={setPreferences} />
      }
    />
  );
}

function ListHeader<T>(properties: ListTableProperties<T>) {
  const { title, items, variant, actions, description } = properties;
  return (
    <Header
      variant={variant === undefined ? "awsui-h1-sticky" : "h2"}
      {...(items && { counter: `(${String(items.length)})` })}
      actions={actions}
      description={description}
    >
      {title}
    </Header>
  );
}

interface SearchFieldProperties extends Omit<TextFilterProps, "countText"> {
  readonly text: string;
  readonly count: number | undefined;
}

function SearchField({ text, count, ...properties }: SearchFieldProperties) {
  return (
    <TextFilter
      {...properties}
      filteringPlaceholder={text}
      filteringAriaLabel={text}
      countText={`${String(count ?? 0)} found`}
    />
  );
}

function definition<T>(column: Column<T>): TableProps.ColumnDefinition<T> {
  const { id, header, cell, sortedBy, width } = column;
  return {
    id,
    header,
    cell,
    minWidth: 80,
    width: width ?? DEFAULT_WIDTH,
    ...(sortedBy && {
      // The table knows the sorted column by this name; the comparator is another at each drawing.
      sortingField: id,
      sortingComparator: (one: T, other: T) => compare(sortedBy(one), sortedBy(other)),
    }),
  };
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other));
}

function useListPreferences<T>(
  id: string,
  columns: readonly Column<T>[],
): [
  CollectionPreferencesProps.Preferences,
  (changed: CollectionPreferencesProps.Preferences) => void,
] {
  const [stored, store] = usePreference<CollectionPreferencesProps.Preferences | null>(
    `list.${id}`,
    null,
  );
  const known = new Map(stored?.contentDisplay?.map((column) => [column.id, column]));
  // A column that is newer than the stored preferences is shown as it was designed.
  const contentDisplay = [
    ...(stored?.contentDisplay ?? []).filter((column) =>
      columns.some((own) => own.id === column.id),
    ),
    ...columns
      .filter((own) => !known.has(own.id))
      .map((own) => ({ id: own.id, visible: !own.isHidden })),
  ];
  return [{ pageSize: DEFAULT_PAGE_SIZE, wrapLines: false, ...stored, contentDisplay }, store];
}

interface PreferencesProperties<T> {
  readonly columns: readonly Column<T>[];
  readonly preferences: CollectionPreferencesProps.Preferences;
  readonly onConfirm: (preferences: CollectionPreferencesProps.Preferences) => void;
}

function Preferences<T>({ columns, preferences, onConfirm }: PreferencesProperties<T>) {
  return (
    <CollectionPreferences
      title="Preferences"
      confirmLabel="Save changes"
      cancelLabel="Cancel"
      preferences={preferences}
      onConfirm={({ detail }) => onConfirm(detail)}
      pageSizePreference={{
        title: "Page size",
        options: PAGE_SIZES.map((value) => ({ value, label: String(value) })),
      }}
      wrapLinesPreference={{ label: "Wrap lines", description: "Show the whole text of a cell." }}
      contentDisplayPreference={{
        title: "Columns",
        options: columns.map(({ id, header }, index) => ({
          id,
          label: header,
          alwaysVisible: index === 0,
        })),
      }}
    />
  );
}
