/** A read as JavaScript, with version 3 of the AWS SDK. */

import type { ReadRequest } from "../request";
import { isObject } from "../wire";
import type { CodeTarget } from "./read_code";

export function javascriptCode({ operation, input }: ReadRequest, target: CodeTarget): string {
  const isSearch = operation === "SearchVectors";
  const called = isSearch ? "SearchVectorsCommand" : `paginate${operation}`;
  const read = isSearch
    ? [
        `const answer = await client.send(new ${called}(${literal(input, "")}));`,
        "const items = answer.SearchResults;",
      ]
    : [
        "const items = [];",
        `for await (const page of ${called}({ client }, ${literal(input, "")})) {`,
        "  items.push(...page.Items);",
        "}",
      ];
  return [
    `import { DynamoDBClient, ${called} } from "@aws-sdk/client-dynamodb";`,
    "",
    "const client = new DynamoDBClient({",
    `  region: ${JSON.stringify(target.region)},`,
    `  endpoint: ${JSON.stringify(target.endpoint)},`,
    "});",
    ...read,
    "console.log(items);",
    "",
  ].join("\n");
}

function literal(value: unknown, indent: string): string {
  if (Array.isArray(value)) return `[${value.map((each) => literal(each, indent)).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first !== undefined && !isObject(first[1])) {
    const [name, content] = first;
    const isBytes = name === "B" && typeof content === "string";
    const text = isBytes
      ? `Buffer.from(${JSON.stringify(content)}, "base64")`
      : literal(content, "");
    return `{ ${nameText(name)}: ${text} }`;
  }
  const deeper = `${indent}  `;
  const lines = entries.map(
    ([name, each]) => `${deeper}${nameText(name)}: ${literal(each, deeper)},`,
  );
  return ["{", ...lines, `${indent}}`].join("\n");
}

function nameText(name: string): string {
  return /^[A-Za-z]\w*$/.test(name) ? name : JSON.stringify(name);
}
