import { expect, test } from "vitest";
import { fromBackupInput, isComplete, NEW_RESTORE, restoreErrors, toTimeInput } from "./request";

const DRAFT = { ...NEW_RESTORE, name: "Music2" };
const LATEST = { isLatest: true, day: "", time: "" };

test("a form that was not changed restores everything as it was", () => {
  expect(fromBackupInput("arn", DRAFT)).toEqual({ BackupArn: "arn", TargetTableName: "Music2" });
  expect(toTimeInput("Music", DRAFT, LATEST)).toEqual({
    SourceTableName: "Music",
    TargetTableName: "Music2",
    UseLatestRestorableTime: true,
  });
});

test("a second of UTC", () => {
  const moment = { isLatest: false, day: "2026-11-30", time: "18:20:57" };
  expect(toTimeInput("Music", DRAFT, moment)).toEqual({
    SourceTableName: "Music",
    TargetTableName: "Music2",
    RestoreDateTime: new Date("2026-11-30T18:20:57Z"),
  });
});

test("without secondary indexes, under the key of DynamoDB", () => {
  const draft = { ...DRAFT, hasIndexes: false, encryption: { kind: "owned", key: "" } } as const;
  expect(fromBackupInput("arn", draft)).toEqual({
    BackupArn: "arn",
    TargetTableName: "Music2",
    GlobalSecondaryIndexOverride: [],
    LocalSecondaryIndexOverride: [],
    VectorIndexOverride: [],
    SSESpecificationOverride: { Enabled: false },
  });
});

test("under a key of the user", () => {
  const draft = { ...DRAFT, encryption: { kind: "customer", key: " k " } } as const;
  expect(fromBackupInput("arn", draft).SSESpecificationOverride).toEqual({
    Enabled: true,
    SSEType: "KMS",
    KMSMasterKeyId: "k",
  });
});

test("what is missing is said", () => {
  const moment = { isLatest: false, day: "2026-11-30", time: "25:00" };
  const draft = { ...DRAFT, name: "a", encryption: { kind: "customer", key: " " } } as const;
  const errors = restoreErrors(draft, moment);
  expect(isComplete(errors)).toBe(false);
  expect(errors).toEqual({
    name: expect.stringContaining("between 3 and 255"),
    key: expect.stringContaining("Choose a key"),
    moment: expect.stringContaining("date and a time"),
  });
  expect(isComplete(restoreErrors(DRAFT, LATEST))).toBe(true);
  expect(isComplete(restoreErrors(DRAFT))).toBe(true);
});
