/** A read as a command of the AWS CLI, which reads all pages by itself. */

import type { ReadRequest } from "../request";
import { isObject } from "../wire";
import type { CodeTarget } from "./read_code";

const COMMANDS = { Scan: "scan", Query: "query", SearchVectors: "search-vectors" } as const;

export function cliCode({ operation, input }: ReadRequest, target: CodeTarget): string {
  const options = Object.entries(input).map(([name, value]) => option(name, value));
  const isBinary = hasBinary(input);
  return [
    `aws dynamodb ${COMMANDS[operation]}`,
    ...options,
    `--region ${quoted(target.region)}`,
    `--endpoint-url ${quoted(target.endpoint)}`,
    // Version 1 of the CLI has no such option and cannot be given a Binary in base64.
    ...(isBinary ? ["--cli-binary-format base64"] : []),
  ].join(" \\\n    ");
}

function option(member: string, value: unknown): string {
  const name = `--${member.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase()}`;
  if (member === "ScanIndexForward" && value === false) return "--no-scan-index-forward";
  if (value === true) return name;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  // "=" keeps a value that begins with "-" apart from an option.
  return text.startsWith("-") ? `${name}=${quoted(text)}` : `${name} ${quoted(text)}`;
}

/** A word of a POSIX shell. */
function quoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function hasBinary(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasBinary);
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([name, member]) => (name === "B" && typeof member === "string") || hasBinary(member),
  );
}
