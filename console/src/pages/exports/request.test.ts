import { describe, expect, test } from "vitest";
import type { ExportDraft } from "./request";
import { isComplete } from "@/parts/is_complete";
import { exportErrors, exportInput, newExport } from "./request";

const NOW = new Date("2026-11-30T18:20:57.123Z");
const ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/Music";
const FULL: ExportDraft = { ...newExport("Music", NOW), destination: "s3://exported" };
const INCREMENTAL: ExportDraft = { ...FULL, type: "INCREMENTAL_EXPORT" };
const NO_TIME = { day: "", time: "" };

describe("the request", () => {
  test("of a full export of now has no time and no prefix", () => {
    expect(exportInput(FULL, ARN)).toEqual({
      TableArn: ARN,
      S3Bucket: "exported",
      ExportType: "FULL_EXPORT",
      ExportFormat: "DYNAMODB_JSON",
      S3SseAlgorithm: "AES256",
    });
  });

  test("of a full export of an earlier second has what was typed", () => {
    const draft: ExportDraft = {
      ...FULL,
      destination: " s3://exported/a/b/ ",
      owner: { isOther: true, account: "123456789012" },
      isOfNow: false,
      moment: { day: "2026-11-30", time: "17:00:01" },
      format: "ION",
      encryption: "KMS",
      key: " my-key ",
    };
    expect(exportInput(draft, ARN)).toEqual({
      TableArn: ARN,
      S3Bucket: "exported",
      S3Prefix: "a/b/",
      S3BucketOwner: "123456789012",
      ExportType: "FULL_EXPORT",
      ExportFormat: "ION",
      S3SseAlgorithm: "KMS",
      S3SseKmsKeyId: "my-key",
      ExportTime: new Date("2026-11-30T17:00:01Z"),
    });
  });

  test("of an incremental export is of the last hour at first", () => {
    expect(exportInput(INCREMENTAL, ARN).IncrementalExportSpecification).toEqual({
      ExportFromTime: new Date("2026-11-30T17:20:57Z"),
      ExportViewType: "NEW_AND_OLD_IMAGES",
    });
  });

  test("of an incremental export has the end that was typed, and no moment", () => {
    const draft: ExportDraft = {
      ...INCREMENTAL,
      isOfNow: false,
      isUntilNow: false,
      to: { day: "2026-11-30", time: "18:00" },
      view: "NEW_IMAGE",
    };
    const input = exportInput(draft, ARN);
    expect(input.ExportTime).toBeUndefined();
    expect(input.IncrementalExportSpecification).toEqual({
      ExportFromTime: new Date("2026-11-30T17:20:57Z"),
      ExportToTime: new Date("2026-11-30T18:00:00Z"),
      ExportViewType: "NEW_IMAGE",
    });
  });

  test("of a key that is not KMS has no key", () => {
    expect(exportInput({ ...FULL, key: "left over" }, ARN).S3SseKmsKeyId).toBeUndefined();
  });
});

test.each([FULL, INCREMENTAL])("a form that is complete has no error", (draft) => {
  expect(isComplete(exportErrors(draft, NOW))).toBe(true);
});

test.each<[string, Partial<ExportDraft>]>([
  ["table", { table: "" }],
  ["destination", { destination: "exported" }],
  ["owner", { owner: { isOther: true, account: "1" } }],
  ["moment", { isOfNow: false, moment: NO_TIME }],
  ["from", { type: "INCREMENTAL_EXPORT", from: NO_TIME }],
  ["to", { type: "INCREMENTAL_EXPORT", isUntilNow: false, to: NO_TIME }],
  ["from", { type: "INCREMENTAL_EXPORT", from: { day: "2026-11-30", time: "18:05:58" } }],
  ["from", { type: "INCREMENTAL_EXPORT", from: { day: "2026-11-29", time: "18:20:56" } }],
])("an error of %s for %j", (member, change) => {
  const errors = exportErrors({ ...FULL, ...change }, NOW);
  const wrong = Object.entries(errors).filter(([, text]) => text !== undefined);
  expect(wrong.map(([name]) => name)).toEqual([member]);
});

test.each([
  { day: "2026-11-30", time: "18:05:57" },
  { day: "2026-11-29", time: "18:20:57" },
])("a period of 15 minutes and one of 24 hours are complete: %j", (from) => {
  expect(isComplete(exportErrors({ ...INCREMENTAL, from }, NOW))).toBe(true);
});

test("what a kind of export does not use is not checked", () => {
  expect(isComplete(exportErrors({ ...FULL, moment: NO_TIME, from: NO_TIME }, NOW))).toBe(true);
});
