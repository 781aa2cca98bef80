/** Shows what a bulk edit would do to the first items. */

import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Table from "@cloudscape-design/components/table";
import { Failure } from "@/aws/failure";
import { useRead } from "@/aws/queries";
import { keyValues } from "@/items/changes";
import type { KeyAttribute } from "@/items/sources";
import type { Item, Value } from "@/items/value";
import { itemFromWire, itemToWire } from "@/items/wire";
import { countText } from "@/parts/amounts";
import type { BulkChange } from "./bulk";
import { cellText } from "./columns";
import type { Row } from "./read_page";
import { keyLabel } from "./read_page";

interface Properties {
  readonly rows: readonly Row[];
  readonly change: BulkChange;
  readonly tableKey: readonly KeyAttribute[];
}

const SHOWN = 5;

/** The items are read again: the result may hold only some of their attributes. */
export function BulkPreview({ rows, change, tableKey }: Properties) {
  const first = rows.slice(0, SHOWN);
  const read = useRead(
    ["GetItem", { preview: change.tableName, keys: first.map(({ id }) => id) }],
    ({ items }) =>
      Promise.all(
        first.map(async ({ item }) => {
          const Key = itemToWire(keyValues(item, tableKey));
          const input = { TableName: change.tableName, Key, ConsistentRead: true };
          const answer = await items.call<{ readonly Item?: unknown }>("GetItem", input);
          return answer.Item === undefined ? item : itemFromWire(answer.Item);
        }),
      ),
  );
  const what = change.value === undefined ? "lose" : "get";
  return (
    <SpaceBetween size="m">
      <Alert type="warning">
        {countText(rows.length)} items {what} {change.value === undefined ? "" : "a new value of "}
        the attribute <strong>{change.attribute}</strong>. Each item is written by itself; you can
        stop at any time.
      </Alert>
      <Failure of={read.error} />
      {read.isPending && <Spinner />}
      {read.data && (
        <Table<Item>
          variant="embedded"
          wrapLines
          items={read.data}
          ariaLabels={{ tableLabel: "Preview" }}
          columnDefinitions={[
            { id: "key", header: "Item", cell: (item) => keyLabel(item, tableKey) },
            {
              id: "before",
              header: "Before",
              cell: (item) => valueOrDash(item.get(change.attribute)),
            },
            { id: "after", header: "Afterwards", cell: () => valueOrDash(change.value) },
          ]}
          {...(rows.length > SHOWN && {
            footer: `The first ${String(SHOWN)} of ${countText(rows.length)} items.`,
          })}
        />
      )}
    </SpaceBetween>
  );
}

function valueOrDash(value: Value | undefined): string {
  return value === undefined ? "-" : cellText(value) || '"" (empty text)';
}
