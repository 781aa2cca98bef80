import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { LoggedRequest } from "@/aws/request_log";
import { cliCommand, curlCommand, kebab } from "./commands";

const ENDPOINT = "http://127.0.0.1:8000";
const EVIL = 'it\'s $HOME `id` \\ "q" \n ; rm';
const REQUEST: LoggedRequest = {
  number: 1,
  api: "DynamoDB",
  operation: "PutItem",
  region: "us-east-1",
  input: { TableName: "t", Item: { a: { S: EVIL }, b: { B: new Uint8Array([255]) } } },
  sent: {
    method: "POST",
    path: "/",
    contentType: "application/x-amz-json-1.0",
    target: "DynamoDB_20120810.PutItem",
    body: JSON.stringify({ TableName: "t", Item: { a: { S: EVIL } } }),
  },
  startedAt: new Date(0),
  milliseconds: 1,
};

/** What a shell makes of a command: its arguments, without running it. */
function argumentsOf(command: string): string[] {
  const print = 'shift 0; for each in "$@"; do printf "%s\\0" "$each"; done';
  const output = execFileSync("sh", ["-c", `set -- ${command}; ${print}`], {
    env: { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" },
  });
  return output.toString().split("\0").slice(0, -1);
}

describe("commands", () => {
  it("of the AWS CLI reach it unchanged, with bytes as base64", () => {
    const found = argumentsOf(cliCommand(REQUEST, ENDPOINT) ?? "");
    expect(found.slice(0, 5)).toEqual(["aws", "dynamodb", "put-item", "--endpoint-url", ENDPOINT]);
    expect(JSON.parse(found.at(-1) ?? "")).toEqual({
      TableName: "t",
      Item: { a: { S: EVIL }, b: { B: "/w==" } },
    });
  });

  it("of curl have the exact body and no secret", () => {
    const command = curlCommand(REQUEST, ENDPOINT) ?? "";
    const found = argumentsOf(command);
    expect(found).toContain(REQUEST.sent?.body);
    expect(found).toContain("X-Amz-Target: DynamoDB_20120810.PutItem");
    expect(found.at(-1)).toBe(`${ENDPOINT}/`);
    expect(found).toContain("key:secret");
    expect(found).toContain("X-Amz-Security-Token:");
  });

  it("of curl have the method and the address of an API that has them", () => {
    const sent = { method: "GET", path: "/backup/plans/?maxResults=1", contentType: "", body: "" };
    const request = { ...REQUEST, api: "Backup", operation: "ListBackupPlans", sent };
    const found = argumentsOf(curlCommand(request, ENDPOINT) ?? "");
    expect(found).not.toContain("--data-binary");
    expect(found).toContain("aws:amz:us-east-1:backup");
    expect(found.slice(-3)).toEqual(["--request", "GET", `${ENDPOINT}/backup/plans/?maxResults=1`]);
  });

  it("are absent where they cannot be made", () => {
    expect(cliCommand({ ...REQUEST, api: "Jedlik" }, ENDPOINT)).toBeUndefined();
    expect(curlCommand({ ...REQUEST, api: "Other" }, ENDPOINT)).toBeUndefined();
    expect(cliCommand({ ...REQUEST, operation: "ListTables", input: {} }, ENDPOINT)).toBe(
      `aws dynamodb list-tables --endpoint-url ${ENDPOINT} --region us-east-1`,
    );
  });
});

it.each([
  ["ListMFADevices", "list-mfa-devices"],
  ["GetCallerIdentity", "get-caller-identity"],
  ["CreateOpenIDConnectProvider", "create-open-id-connect-provider"],
  ["DescribeTimeToLive", "describe-time-to-live"],
  ["ListSAMLProviders", "list-saml-providers"],
])("kebab of %s is %s", (operation, command) => {
  expect(kebab(operation)).toBe(command);
});
