import { expect, test } from "vitest";
import { isFolderOfExport, s3Address, s3Error, s3Text } from "./s3_address";

test.each([
  ["s3://music", "music", ""],
  ["s3://music/", "music", ""],
  [" s3://music/a/b ", "music", "a/b"],
  ["s3://music/a/b/", "music", "a/b/"],
  ["s3://music//a", "music", "/a"],
])("%j is a bucket and a prefix", (text, bucket, prefix) => {
  expect(s3Address(text)).toEqual({ bucket, prefix });
  expect(s3Error(text)).toBeUndefined();
});

test("an address is written without a slash if it has no prefix", () => {
  expect(s3Text({ bucket: "music", prefix: "" })).toBe("s3://music");
  expect(s3Text({ bucket: "music", prefix: "a/" })).toBe("s3://music/a/");
});

test.each([
  ["", "begins with s3://"],
  ["music/songs", "begins with s3://"],
  ["s3://", "name of a bucket"],
  ["s3://a", "name of a bucket"],
  ["s3://-music", "name of a bucket"],
  ["s3://mu sic", "name of a bucket"],
  [`s3://${"a".repeat(256)}`, "name of a bucket"],
  [`s3://music/${"a".repeat(1025)}`, "at most 1024 characters"],
])("%j is refused", (text, error) => {
  expect(s3Error(text)).toContain(error);
});

test.each([
  ["AWSDynamoDB/01764540000000-0a1b2c3d", true],
  ["backups/AWSDynamoDB/01764540000000-0a1b2c3d/", true],
  ["AWSDynamoDB/01764540000000-0a1b2c3d/data/", false],
  ["songs", false],
  ["", false],
])("the prefix %j is the folder of an export: %s", (prefix, isIt) => {
  expect(isFolderOfExport({ bucket: "music", prefix })).toBe(isIt);
});
