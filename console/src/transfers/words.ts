/** Names, states and kinds of exports and imports. */

import type { ExportDescription, ExportSummary } from "@aws-sdk/client-dynamodb";

export const EXPORT_FORMATS = [
  { value: "DYNAMODB_JSON", label: "DynamoDB JSON" },
  { value: "ION", label: "Amazon Ion" },
] as const;
/** The formats of imports. */
export const FORMATS = [...EXPORT_FORMATS, { value: "CSV", label: "CSV" }] as const;
export const COMPRESSIONS = [
  { value: "NONE", label: "No compression" },
  { value: "GZIP", label: "GZIP" },
  { value: "ZSTD", label: "ZSTD" },
] as const;
export const VIEWS = [
  {
    value: "NEW_AND_OLD_IMAGES",
    label: "New and old images",
    description: "Each item as it was before the period and at its end.",
  },
  {
    value: "NEW_IMAGE",
    label: "New image",
    description: "Each item as it was at the end of the period.",
  },
] as const;

/** The label of a value, or the value itself if there is none. */
export function labelOf(
  options: readonly { readonly value: string; readonly label: string }[],
  value: string | undefined,
): string {
  return options.find((option) => option.value === value)?.label ?? value ?? "-";
}

/** Whether an export or an import changes by itself. */
export function isRunning(status: string | undefined): boolean {
  return status === "IN_PROGRESS" || status === "CANCELLING";
}

/** `.../table/Music/export/01764540000000-0a1b2c3d`: the name of the table. */
export function tableIn(arn: string): string {
  return /:table\/([^/]+)/.exec(arn)?.[1] ?? "";
}

/** The last part of the ARN of an export or an import. Keys in buckets have it too. */
export function idIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** When an export or an import began. Its id begins with the milliseconds. */
export function startIn(arn: string): Date | undefined {
  const digits = /^(\d{14})-/.exec(idIn(arn))?.[1];
  return digits === undefined ? undefined : new Date(Number(digits));
}

/** Lists of several tables come in the order of the tables. */
export function newestFirst<Item>(
  list: readonly Item[],
  arnOf: (item: Item) => string | undefined,
): Item[] {
  const timeOf = (item: Item) => startIn(arnOf(item) ?? "")?.getTime() ?? 0;
  return [...list].sort((one, other) => timeOf(other) - timeOf(one));
}

export function exportTypeText(type: ExportSummary["ExportType"]): string {
  return type === "INCREMENTAL_EXPORT" ? "Incremental export" : "Full export";
}

/** Where the data files of an export of a whole table are, as the source of an import. */
export function dataFolder(made: ExportDescription): { bucket: string; prefix: string } {
  const { S3Bucket: bucket = "", ExportManifest: manifest = "" } = made;
  return { bucket, prefix: `${manifest.slice(0, manifest.lastIndexOf("/") + 1)}data/` };
}

/** Whether ImportTable can read what an export has written: an incremental one has changes, not items. */
export function canBeImported({ ExportStatus, ExportType }: ExportDescription): boolean {
  return ExportStatus === "COMPLETED" && ExportType !== "INCREMENTAL_EXPORT";
}

const ADVICE: ReadonlyMap<string, string> = new Map([
  [
    "S3NoSuchBucket",
    "Buckets are the folders in the folder of --buckets FOLDER, or those of the server of --s3-endpoint URL. The server must have been started with one of these options.",
  ],
  ["ItemValidationError", "The list of errors below has what those logs would have."],
]);

/** What to do about a failure. */
export function adviceFor(failureCode: string): string | undefined {
  return ADVICE.get(failureCode);
}
