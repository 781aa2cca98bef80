/** One export: where it goes, what it has, and how it ended. */

import type { ExportDescription } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { DetailPage } from "@/access/detail_page";
import { ListButtons } from "@/access/list_buttons";
import { linkTo } from "@/frame/address";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { countText, sizeText, timeText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { Facts } from "@/transfers/facts";
import { useExport } from "@/transfers/reads";
import { s3Text } from "@/transfers/s3_address";
import { TableLink } from "@/transfers/table_link";
import { TransferFailure } from "@/transfers/transfer_failure";
import { TransferStatus } from "@/transfers/transfer_status";
import {
  canBeImported,
  dataFolder,
  exportTypeText,
  FORMATS,
  idIn,
  labelOf,
  VIEWS,
} from "@/transfers/words";

export default function Export() {
  const { arn = "" } = usePathNames();
  const read = useExport(arn);
  const made = read.data;
  return (
    <DetailPage
      title={`Export ${idIn(arn)}`}
      error={read.error}
      actions={
        <ListButtons what="export" operations={["DescribeExport"]}>
          <ImportButton made={made} />
        </ListButtons>
      }
    >
      {made && (
        <SpaceBetween size="l">
          {made.FailureCode !== undefined && (
            <TransferFailure code={made.FailureCode} message={made.FailureMessage} />
          )}
          <Facts title="Export details" facts={detailsOf(made)} />
          <Facts title="Destination" facts={destinationOf(made)} />
        </SpaceBetween>
      )}
    </DetailPage>
  );
}

/** Begins an import of what the export has written. */
function ImportButton({ made }: { readonly made: ExportDescription | undefined }) {
  const region = useRegion();
  if (made === undefined || !canBeImported(made)) return null;
  const source = new URLSearchParams({
    source: s3Text(dataFolder(made)),
    format: made.ExportFormat ?? "DYNAMODB_JSON",
    compression: "GZIP",
  });
  return (
    <Button href={`${linkTo(region, "create-import")}?${source.toString()}`}>Import from S3</Button>
  );
}

function detailsOf(made: ExportDescription) {
  const { IncrementalExportSpecification: period, FilterSpecification: filter } = made;
  const { ExportArn: arn = "" } = made;
  return [
    { label: "Status", value: <TransferStatus status={made.ExportStatus} /> },
    { label: "Source table", value: <TableLink arn={arn} /> },
    { label: "Export type", value: exportTypeText(made.ExportType) },
    ...(period
      ? [
          { label: "Export period starts", value: timeText(period.ExportFromTime) },
          { label: "Export period ends", value: timeText(period.ExportToTime) },
          { label: "Export view type", value: labelOf(VIEWS, period.ExportViewType) },
        ]
      : [{ label: "Export point in time", value: timeText(made.ExportTime) }]),
    { label: "Exported file format", value: labelOf(FORMATS, made.ExportFormat) },
    { label: "Start time", value: timeText(made.StartTime) },
    { label: "End time", value: timeText(made.EndTime) },
    { label: "Items exported", value: countText(made.ItemCount) },
    { label: "Billed size", value: sizeText(made.BilledSizeBytes) },
    { label: "Filter", value: filter ? JSON.stringify(filter) : "None" },
    { label: "Client token", value: made.ClientToken ?? "-" },
    { label: "Export ARN", value: <Copyable text={arn} what="the ARN of the export" /> },
  ];
}

function destinationOf(made: ExportDescription) {
  const { S3Bucket: bucket = "", S3Prefix: prefix = "", ExportManifest: manifest } = made;
  return [
    { label: "Destination S3 bucket", value: s3Text({ bucket, prefix }) },
    { label: "S3 bucket owner", value: made.S3BucketOwner ?? "This AWS account" },
    { label: "Encryption key type", value: encryptionText(made) },
    {
      label: "Manifest",
      value:
        manifest === undefined ? (
          "-"
        ) : (
          <Copyable
            text={s3Text({ bucket, prefix: manifest })}
            what="the address of the manifest"
          />
        ),
    },
  ];
}

function encryptionText({ S3SseAlgorithm: algorithm, S3SseKmsKeyId: key }: ExportDescription) {
  if (algorithm !== "KMS") return "Amazon S3 key (SSE-S3)";
  return key === undefined ? "AWS KMS key (SSE-KMS)" : `AWS KMS key (SSE-KMS): ${key}`;
}
