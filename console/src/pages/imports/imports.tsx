/** The list of imports. */

import type { ImportSummary, ImportTableDescription } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { ListButtons } from "@/access/list_buttons";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { countText, timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { BUCKETS_NEEDED } from "@/transfers/buckets_needed";
import { useImport, useImports } from "@/transfers/reads";
import { s3Text } from "@/transfers/s3_address";
import { TableLink } from "@/transfers/table_link";
import { TransferStatus } from "@/transfers/transfer_status";
import { FORMATS, idIn, labelOf, tableIn } from "@/transfers/words";

const COMMAND =
  "aws dynamodb import-table --s3-bucket-source S3Bucket=my-bucket,S3KeyPrefix=songs " +
  "--input-format DYNAMODB_JSON --table-creation-parameters " +
  "'TableName=Songs,BillingMode=PAY_PER_REQUEST," +
  "AttributeDefinitions=[{AttributeName=Artist,AttributeType=S}]," +
  "KeySchema=[{AttributeName=Artist,KeyType=HASH}]'";

export default function Imports() {
  const imports = useImports();
  const create = <CreateImport />;
  return (
    <ListTable
      id="imports"
      title="Imports from S3"
      noun="import"
      items={imports.data}
      error={imports.error}
      columns={COLUMNS}
      nameOf={arnOf}
      findText="Find imports"
      description="Imports of the last 90 days. Each has made a new table."
      actions={
        <ListButtons what="imports" operations={["ListImports", "DescribeImport"]}>
          {create}
        </ListButtons>
      }
      empty={
        <EmptyList
          text="You have no imports in this account in this Region."
          needs={BUCKETS_NEEDED}
          action={create}
          command={COMMAND}
        />
      }
    />
  );
}

function CreateImport() {
  return (
    <Button variant="primary" href={linkTo(useRegion(), "create-import")}>
      Import from S3
    </Button>
  );
}

function arnOf({ ImportArn: arn = "" }: ImportSummary): string {
  return arn;
}

function sourceText({ S3BucketSource: source }: ImportSummary): string {
  return s3Text({ bucket: source?.S3Bucket ?? "", prefix: source?.S3KeyPrefix ?? "" });
}

function ImportLink({ arn }: { readonly arn: string }) {
  return <Link href={linkTo(useRegion(), "imports", arn)}>{idIn(arn)}</Link>;
}

interface DescribedProperties {
  readonly arn: string;
  readonly show: (description: ImportTableDescription) => ReactNode;
}

/** A cell reads its import itself. So only the imports of the page that is shown are read. */
function Described({ arn, show }: DescribedProperties) {
  const { data } = useImport(arn);
  return data ? show(data) : "-";
}

/** The newest status: the list and the import are not read at the same moment. */
function Status({ item }: { readonly item: ImportSummary }) {
  const { data } = useImport(arnOf(item));
  return <TransferStatus status={data?.ImportStatus ?? item.ImportStatus} />;
}

function described(
  id: string,
  header: string,
  width: number,
  show: DescribedProperties["show"],
): Column<ImportSummary> {
  return { id, header, width, cell: (item) => <Described arn={arnOf(item)} show={show} /> };
}

function failureText({ FailureCode: code, FailureMessage: message = "" }: ImportTableDescription) {
  return code === undefined ? "-" : `${code}: ${message}`;
}

const COLUMNS: readonly Column<ImportSummary>[] = [
  {
    id: "import",
    header: "Import",
    cell: (item) => <ImportLink arn={arnOf(item)} />,
    sortedBy: (item) => idIn(arnOf(item)),
    width: 205,
  },
  {
    id: "table",
    header: "Table",
    cell: (item) => <TableLink arn={arnOf(item)} />,
    sortedBy: (item) => tableIn(arnOf(item)),
    width: 150,
  },
  {
    id: "status",
    header: "Status",
    cell: (item) => <Status item={item} />,
    sortedBy: ({ ImportStatus: status = "" }) => status,
    width: 140,
  },
  described("imported", "Items imported", 150, ({ ImportedItemCount: count }) => countText(count)),
  described("errors", "Errors", 90, ({ ErrorCount: count }) => countText(count)),
  described("failure", "Failure", 216, failureText),
  {
    id: "source",
    header: "Source S3 URL",
    cell: sourceText,
    sortedBy: sourceText,
    width: 230,
  },
  {
    id: "format",
    header: "Format",
    cell: ({ InputFormat: format }) => labelOf(FORMATS, format),
    sortedBy: ({ InputFormat: format }) => labelOf(FORMATS, format),
    width: 150,
  },
  {
    id: "started",
    header: "Start time",
    cell: ({ StartTime: time }) => timeText(time),
    sortedBy: ({ StartTime: time }) => time?.getTime() ?? 0,
    width: 230,
  },
  {
    id: "ended",
    header: "End time",
    cell: ({ EndTime: time }) => timeText(time),
    sortedBy: ({ EndTime: time }) => time?.getTime() ?? Infinity,
    width: 230,
  },
];
