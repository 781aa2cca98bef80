/** The list of exports, of one table or of all. */

import type { ExportDescription, ExportSummary } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { ListButtons } from "@/access/list_buttons";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { countText, timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { BUCKETS_NEEDED } from "./buckets_needed";
import { createExportLink } from "./export_link";
import { useExport, useExports } from "./reads";
import { s3Text } from "./s3_address";
import { TableLink } from "./table_link";
import { TransferStatus } from "./transfer_status";
import { exportTypeText, idIn, startIn, tableIn } from "./words";

interface Source {
  readonly name: string;
  readonly arn: string;
}

/** table: the table whose exports are listed. Absent: those of all tables. */
export function ExportList({ table }: { readonly table?: Source }) {
  const exports = useExports(table?.arn);
  const create = <CreateExport table={table?.name} />;
  return (
    <ListTable
      id={table === undefined ? "exports" : "exports-of-table"}
      title="Exports to S3"
      noun="export"
      items={exports.data}
      error={exports.error}
      columns={table === undefined ? COLUMNS : COLUMNS_OF_TABLE}
      nameOf={arnOf}
      findText="Find exports"
      {...(table === undefined ? {} : { variant: "container" })}
      description="Exports of the last 90 days. They do not use capacity of the table."
      actions={
        <ListButtons what="exports" operations={["ListExports", "DescribeExport"]}>
          {create}
        </ListButtons>
      }
      empty={<Empty table={table} create={create} />}
    />
  );
}

function CreateExport({ table }: { readonly table: string | undefined }) {
  return (
    <Button variant="primary" href={createExportLink(useRegion(), table)}>
      Export to S3
    </Button>
  );
}

interface EmptyProperties {
  readonly table: Source | undefined;
  readonly create: ReactNode;
}

function Empty({ table, create }: EmptyProperties) {
  const region = useRegion();
  const { accountId } = useSession();
  const arn = table?.arn ?? `arn:aws:dynamodb:${region}:${accountId}:table/Music`;
  return (
    <EmptyList
      text={
        table === undefined
          ? "You have no exports in this account in this Region."
          : "This table has no exports."
      }
      needs={BUCKETS_NEEDED}
      action={create}
      command={`aws dynamodb export-table-to-point-in-time --table-arn ${arn} --s3-bucket my-bucket`}
    />
  );
}

function arnOf({ ExportArn: arn = "" }: ExportSummary): string {
  return arn;
}

function ExportLink({ arn }: { readonly arn: string }) {
  return <Link href={linkTo(useRegion(), "exports", arn)}>{idIn(arn)}</Link>;
}

interface DescribedProperties {
  readonly arn: string;
  readonly show: (description: ExportDescription) => ReactNode;
}

/** A cell reads its export itself. So only the exports of the page that is shown are read. */
function Described({ arn, show }: DescribedProperties) {
  const { data } = useExport(arn);
  return data ? show(data) : "-";
}

/** The newest status: the list and the export are not read at the same moment. */
function Status({ item }: { readonly item: ExportSummary }) {
  const { data } = useExport(arnOf(item));
  return <TransferStatus status={data?.ExportStatus ?? item.ExportStatus} />;
}

function described(
  id: string,
  header: string,
  width: number,
  show: DescribedProperties["show"],
): Column<ExportSummary> {
  return { id, header, width, cell: (item) => <Described arn={arnOf(item)} show={show} /> };
}

function failureText({ FailureCode: code, FailureMessage: message = "" }: ExportDescription) {
  return code === undefined ? "-" : `${code}: ${message}`;
}

const NAME: Column<ExportSummary> = {
  id: "export",
  header: "Export",
  cell: (item) => <ExportLink arn={arnOf(item)} />,
  sortedBy: (item) => idIn(arnOf(item)),
  width: 210,
};
const TABLE: Column<ExportSummary> = {
  id: "table",
  header: "Source table",
  cell: (item) => <TableLink arn={arnOf(item)} />,
  sortedBy: (item) => tableIn(arnOf(item)),
  width: 160,
};
const OTHERS: readonly Column<ExportSummary>[] = [
  {
    id: "status",
    header: "Status",
    cell: (item) => <Status item={item} />,
    sortedBy: ({ ExportStatus: status = "" }) => status,
    width: 140,
  },
  described("destination", "Destination S3 bucket", 220, ({ S3Bucket: bucket = "", S3Prefix }) =>
    s3Text({ bucket, prefix: S3Prefix ?? "" }),
  ),
  described("failure", "Failure", 221, failureText),
  {
    id: "type",
    header: "Export type",
    cell: ({ ExportType: type }) => exportTypeText(type),
    sortedBy: ({ ExportType: type }) => exportTypeText(type),
    width: 160,
  },
  {
    id: "started",
    header: "Start time",
    cell: (item) => timeText(startIn(arnOf(item))),
    sortedBy: (item) => startIn(arnOf(item))?.getTime() ?? 0,
    width: 230,
  },
  described("ended", "End time", 230, ({ EndTime }) => timeText(EndTime)),
  described("items", "Items exported", 140, ({ ItemCount }) => countText(ItemCount)),
];
const COLUMNS = [NAME, TABLE, ...OTHERS];
const COLUMNS_OF_TABLE = [NAME, ...OTHERS];
