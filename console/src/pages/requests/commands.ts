/** A request as a command that repeats it. Credentials come from the environment, never from here. */

import type { LoggedRequest } from "@/aws/request_log";
import { wireText } from "@/aws/wire_json";

/** The names of an API on the command line and in signatures. */
interface Names {
  /** Absent: the AWS CLI does not have this API. */
  readonly cli?: string;
  readonly signing: string;
}

const NAMES: Readonly<Record<string, Names>> = {
  DynamoDB: { cli: "dynamodb", signing: "dynamodb" },
  "DynamoDB Streams": { cli: "dynamodbstreams", signing: "dynamodb" },
  IAM: { cli: "iam", signing: "iam" },
  STS: { cli: "sts", signing: "sts" },
  EC2: { cli: "ec2", signing: "ec2" },
  KMS: { cli: "kms", signing: "kms" },
  Backup: { cli: "backup", signing: "backup" },
  Jedlik: { signing: "jedlik" },
};

/** The request as a command of the AWS CLI, or undefined if the CLI cannot send it. */
export function cliCommand(request: LoggedRequest, endpoint: string): string | undefined {
  const cli = NAMES[request.api]?.cli;
  if (cli === undefined) return undefined;
  const parts = ["aws", cli, kebab(request.operation), "--endpoint-url", shell(endpoint)];
  parts.push("--region", shell(request.region));
  const input = wireText(request.input, true);
  if (input !== "{}" && input !== "") parts.push("--cli-input-json", shell(input));
  return parts.join(" ");
}

/** The request as a command of curl, which signs it, or undefined if its body is not known. */
export function curlCommand(request: LoggedRequest, endpoint: string): string | undefined {
  const { sent, region } = request;
  const signing = NAMES[request.api]?.signing;
  if (sent === undefined || signing === undefined) return undefined;
  return [
    "curl",
    `--aws-sigv4 ${shell(`aws:amz:${region}:${signing}`)}`,
    '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    // An empty header is not sent, so the same command serves key pairs.
    '--header "X-Amz-Security-Token:${AWS_SESSION_TOKEN:+ $AWS_SESSION_TOKEN}"',
    ...(sent.contentType === "" ? [] : [`--header ${shell(`Content-Type: ${sent.contentType}`)}`]),
    ...(sent.target === undefined ? [] : [`--header ${shell(`X-Amz-Target: ${sent.target}`)}`]),
    ...(sent.method === "POST" ? [] : [`--request ${sent.method}`]),
    ...(sent.body === "" ? [] : [`--data-binary ${shell(sent.body)}`]),
    shell(`${endpoint}${sent.path}`),
  ].join(" \\\n  ");
}

/** `ListMFADevices` is `list-mfa-devices`, as botocore makes it. */
export function kebab(operation: string): string {
  return operation
    .replace(/(.)([A-Z][a-z]+)/g, "$1-$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
}

/** A text in single quotes for a POSIX shell. */
export function shell(text: string): string {
  return /^[\w:/.@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
