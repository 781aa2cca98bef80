import { expect, test } from "vitest";
import type { ReadRequest } from "../request";
import { LANGUAGES } from "./read_code";

const TARGET = { region: "us-east-1", endpoint: "http://127.0.0.1:8000" };
const HOSTILE = `it's "$(rm)" \\ \n`;
const REQUEST: ReadRequest = {
  operation: "Query",
  input: {
    TableName: "-t",
    KeyConditionExpression: "#n0 = :v0",
    FilterExpression: "#n1 = :v1 AND #n2 = :v2 AND #n3 = :v3 AND #n4 = :v4",
    ScanIndexForward: false,
    ConsistentRead: true,
    ExpressionAttributeNames: { "#n0": HOSTILE },
    ExpressionAttributeValues: {
      ":v0": { S: HOSTILE },
      ":v1": { N: "1.5" },
      ":v2": { B: "AA==" },
      ":v3": { BOOL: true },
      ":v4": { NULL: true },
    },
  },
};

function code(id: string, request = REQUEST): string {
  return LANGUAGES.find((language) => language.id === id)?.write(request, TARGET) ?? "";
}

test("a shell gets each text as one word", () => {
  const text = code("cli");
  expect(text).toContain("--table-name=-t");
  expect(text).toContain("--no-scan-index-forward");
  expect(text).toContain("--consistent-read \\");
  expect(text).toContain("--cli-binary-format base64");
  const quoted = JSON.stringify({ "#n0": HOSTILE }).replaceAll("'", `'\\''`);
  expect(text).toContain(`'${quoted}'`);
});

test.each([
  [
    "python-client",
    ['{"B": base64.b64decode("AA==")}', '{"BOOL": True}', "ScanIndexForward=False"],
  ],
  ["python-resource", ['Decimal("1.5")', ':v4": None', '"ScanIndexForward": False']],
  ["javascript", ['Buffer.from("AA==", "base64")', "paginateQuery", "{ BOOL: true }"]],
  ["java", ['AttributeValue.fromN("1.5")', "queryPaginator", ".scanIndexForward(false)"]],
  ["go", ['AttributeValueMemberN{Value: "1.5"}', "NewQueryPaginator", "aws.Bool(false)"]],
])("%s has the values in its own types", (id, parts) => {
  const text = code(id);
  for (const part of parts) expect(text).toContain(part);
  expect(text).toContain(JSON.stringify(HOSTILE));
});

test.each(["cli", "python-client", "python-resource", "javascript", "java", "go"])(
  "a search of vectors as %s",
  (id) => {
    const input = { TableName: "t", IndexName: "near", SearchVector: [{ N: "1" }], TopK: 3 };
    expect(code(id, { operation: "SearchVectors", input })).toMatch(/search.?vectors/i);
  },
);

test("the JavaScript is well formed", () => {
  const body = code("javascript")
    .replace(/^import .*$/m, "")
    .replace("for await", "for");
  expect(() => new Function(body)).not.toThrow();
});
