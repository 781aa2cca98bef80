/** Policy documents as text. */

import { jsonError } from "./json_check";
import type { Arn } from "./types";

export interface Document {
  readonly Version: string;
  readonly Statement: readonly object[];
}

const VERSION = "2012-10-17";

/** A document as people write it. */
export function textOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: VERSION, Statement: statements } satisfies Document, null, 2);
}

/** What a new policy begins with. */
export const NEW_POLICY = textOf({
  Sid: "ReadOneTable",
  Effect: "Allow",
  Action: ["dynamodb:GetItem", "dynamodb:Query"],
  Resource: "arn:aws:dynamodb:*:*:table/Music",
});

/** The document in an answer of IAM, which is encoded as a part of an address. */
export function decoded(document: string | undefined): string {
  if (document === undefined) return "";
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}

/** A document in one line gets several. All others stay as they were written. */
export function indented(text: string): string {
  if (text.includes("\n")) return text;
  try {
    return JSON.stringify(JSON.parse(text) as unknown, null, 2);
  } catch {
    return text;
  }
}

/** A document for a command. */
export function inOneLine(text: string): string {
  return JSON.stringify(JSON.parse(text));
}

/** The characters that a quota of IAM counts: white space is free. */
export function countedLength(text: string): number {
  return text.replace(/\s/g, "").length;
}

/** Whether a document lets instances use the role. */
export function trustsInstances(text: string): boolean {
  return trustsService(text, "ec2.amazonaws.com");
}

/** Whether a document names a service of AWS. */
export function trustsService(text: string, service: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)).includes(`"${service}"`);
  } catch {
    return false;
  }
}

export function trustOfService(service: string): string {
  return textOf({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
}

/** An external id is a word that the other account must give. */
export function trustOfAccount(accountId: string, externalId: string): string {
  const condition =
    externalId === "" ? {} : { Condition: { StringEquals: { "sts:ExternalId": externalId } } };
  return textOf({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: "sts:AssumeRole",
    ...condition,
  });
}

/** The provider is the ARN of an OpenID Connect provider. */
export function trustOfWebIdentity(provider: Arn, audience: string): string {
  const issuer = provider.split(":oidc-provider/")[1] ?? provider;
  return textOf({
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${issuer}:aud`]: audience } },
  });
}

/** Whom a trust policy names: "AWS service: ec2, Account: 111111111111". "-" if it cannot be read. */
export function trustedBy(text: string): string {
  try {
    const { Statement } = JSON.parse(text) as { Statement?: unknown };
    const statements: unknown[] = Array.isArray(Statement) ? Statement : [Statement];
    const named = statements.flatMap((each) => principalsIn(each));
    return [...new Set(named)].join(", ") || "-";
  } catch {
    return "-";
  }
}

function principalsIn(statement: unknown): string[] {
  if (typeof statement !== "object" || statement === null) return [];
  const principal: unknown = "Principal" in statement ? statement.Principal : undefined;
  if (typeof principal === "string") return [principal];
  if (typeof principal !== "object" || principal === null) return [];
  return Object.entries(principal).flatMap(([kind, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value]).map((each) => trustedText(kind, String(each))),
  );
}

function trustedText(kind: string, value: string): string {
  if (kind === "Service") return `AWS service: ${value.replace(/\.amazonaws\.com$/, "")}`;
  if (kind === "Federated") {
    return `Identity provider: ${value.slice(value.indexOf("-provider/") + 10)}`;
  }
  const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
  return account === undefined ? value : `Account: ${account}`;
}

export interface Finding {
  readonly message: string;
  /** From 1. Absent: it is about the whole document. */
  readonly line?: number;
}

/** What is no JSON. The service looks at the rest. */
export function jsonFinding(text: string): Finding | undefined {
  const error = jsonError(text);
  return error && { message: `${error.message}. This is not valid JSON.`, line: error.line };
}
