import { expect, test } from "vitest";
import {
  adviceFor,
  canBeImported,
  dataFolder,
  FORMATS,
  idIn,
  isRunning,
  labelOf,
  newestFirst,
  startIn,
  tableIn,
} from "./words";

const ARN =
  "arn:aws:dynamodb:us-east-1:000000000000:table/Music.-_2/export/01764540000123-0a1b2c3d";

test("an ARN has the table, the id and the time of the start", () => {
  expect(tableIn(ARN)).toBe("Music.-_2");
  expect(idIn(ARN)).toBe("01764540000123-0a1b2c3d");
  expect(startIn(ARN)?.getTime()).toBe(1764540000123);
});

test("a text that is no such ARN has none of them", () => {
  expect(tableIn("nothing")).toBe("");
  expect(startIn("nothing")).toBeUndefined();
});

test("the newest comes first, whatever its table is", () => {
  const arns = ["a/export/00000000000001-0", "b/export/00000000000003-0", "c/00000000000002-0"];
  expect(newestFirst(arns, (arn) => arn).map((arn) => arn[0])).toEqual(["b", "c", "a"]);
});

test.each([
  ["IN_PROGRESS", true],
  ["CANCELLING", true],
  ["COMPLETED", false],
  ["FAILED", false],
  [undefined, false],
])("the status %s changes by itself: %s", (status, isIt) => {
  expect(isRunning(status)).toBe(isIt);
});

test("a value without a label is shown as it is", () => {
  expect(labelOf(FORMATS, "ION")).toBe("Amazon Ion");
  expect(labelOf(FORMATS, "PARQUET")).toBe("PARQUET");
  expect(labelOf(FORMATS, undefined)).toBe("-");
});

test("the data files of an export are in the folder data next to its manifest", () => {
  const made = {
    S3Bucket: "music",
    ExportManifest: "a/AWSDynamoDB/01764540000123-0a1b2c3d/manifest-summary.json",
  };
  const prefix = "a/AWSDynamoDB/01764540000123-0a1b2c3d/data/";
  expect(dataFolder(made)).toEqual({ bucket: "music", prefix });
});

test("only a full export that is complete can be imported", () => {
  expect(canBeImported({ ExportStatus: "COMPLETED" })).toBe(true);
  expect(canBeImported({ ExportStatus: "FAILED" })).toBe(false);
  expect(canBeImported({ ExportStatus: "COMPLETED", ExportType: "INCREMENTAL_EXPORT" })).toBe(
    false,
  );
});

test("some failures have an advice, others have the text of the service alone", () => {
  expect(adviceFor("S3NoSuchBucket")).toContain("--buckets FOLDER");
  expect(adviceFor("ItemValidationError")).toContain("list of errors below");
  expect(adviceFor("S3AccessDenied")).toBeUndefined();
});
