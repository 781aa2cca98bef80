import { expect, test } from "vitest";
import type { SourceDraft } from "./source";
import { isComplete, namesIn, newSource, sourceErrors } from "./source";

const JSON_FILE: SourceDraft = { ...newSource(new URLSearchParams()), url: "s3://music/songs" };
const CSV: SourceDraft = { ...JSON_FILE, format: "CSV", hasHeader: false, header: "id,title" };

test("a new source is DynamoDB JSON without compression", () => {
  expect([JSON_FILE.format, JSON_FILE.compression]).toEqual(["DYNAMODB_JSON", "NONE"]);
});

test("a link fills in the source", () => {
  const link = new URLSearchParams({ source: "s3://a/b", format: "ION", compression: "GZIP" });
  expect(newSource(link)).toMatchObject({ url: "s3://a/b", format: "ION", compression: "GZIP" });
});

test("a link with other values has no effect on the choices", () => {
  const link = new URLSearchParams({ format: "PARQUET", compression: "__proto__" });
  expect(newSource(link)).toMatchObject({ url: "", format: "DYNAMODB_JSON", compression: "NONE" });
});

test.each([JSON_FILE, CSV, { ...CSV, hasHeader: true, header: "" }])(
  "a source that is complete has no error",
  (source) => expect(isComplete(sourceErrors(source))).toBe(true),
);

test.each<[string, Partial<SourceDraft>]>([
  ["url", { url: "music" }],
  ["owner", { owner: { isOther: true, account: "x" } }],
  ["header", { header: "" }],
  ["header", { header: "id,,title" }],
  ["header", { header: 'id,"title"' }],
  ["header", { header: "id,größe" }],
  ["header", { header: Array.from({ length: 256 }, (_, n) => `c${String(n)}`).join(",") }],
])("an error of %s for %j", (member, change) => {
  const errors = sourceErrors({ ...CSV, ...change });
  const wrong = Object.entries(errors).filter(([, text]) => text !== undefined);
  expect(wrong.map(([name]) => name)).toEqual([member]);
});

test("names have no spaces around them", () => {
  expect(namesIn(" id, album title ")).toEqual(["id", "album title"]);
});
