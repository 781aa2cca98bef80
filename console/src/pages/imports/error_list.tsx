/** The records that an import did not store. */

import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { EmptyList } from "@/parts/empty_list";
import { countText } from "@/parts/amounts";
import type { ImportError } from "./import_errors";
import { useImportErrors } from "./use_import_errors";

interface Properties {
  readonly arn: string;
  /** How many errors the import has. The server stores what was wrong with the first 1,000. */
  readonly count: number;
}

export function ErrorList({ arn, count }: Properties) {
  const errors = useImportErrors(arn, count > 0);
  return (
    <ListTable
      id="import-errors"
      title="Errors"
      noun="error"
      items={errors.data}
      error={errors.error}
      columns={COLUMNS}
      nameOf={({ number }) => String(number)}
      textOf={({ object, text }) => `${object} ${text}`}
      variant="container"
      description={`${countText(count)} records were not imported. The server stores the texts of the first 1,000. They are deleted with the table.`}
      empty={<EmptyList text="The texts are no longer stored." />}
    />
  );
}

const COLUMNS: readonly Column<ImportError>[] = [
  {
    id: "object",
    header: "Object",
    cell: ({ object }) => object,
    sortedBy: ({ object }) => object,
    width: 240,
  },
  {
    id: "record",
    header: "Item index",
    cell: ({ record }) => countText(record),
    sortedBy: ({ record }) => record ?? -1,
    width: 120,
  },
  {
    id: "text",
    header: "Error",
    cell: ({ text }) => text,
    sortedBy: ({ text }) => text,
    width: 549,
  },
];
