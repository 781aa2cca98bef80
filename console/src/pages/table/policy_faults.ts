/**
 * Faults in a resource-based policy, at their lines. The server decides whether a policy is valid;
 * this finds what it would refuse without asking. Source of the grammar: IAM User Guide, "Grammar
 * of the IAM JSON policy language".
 */

import type { Fault } from "@/parts/code_editor";
import type { Json, Member } from "./json_positions";
import { faultAt, parsed } from "./json_positions";

const POLICY_ELEMENTS = ["Version", "Id", "Statement"];
const STATEMENT_ELEMENTS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
const PAIRS = [
  ["Principal", "NotPrincipal"],
  ["Action", "NotAction"],
  ["Resource", "NotResource"],
] as const;

/** An empty text has no fault: there is no policy. */
export function policyFaults(source: string): Fault[] {
  if (source.trim() === "") return [];
  const read = parsed(source);
  if ("fault" in read) return [read.fault];
  const faults: Fault[] = [];
  checkPolicy(read.value, (at, text) => faults.push(faultAt(source, at, text)));
  return faults;
}

type Report = (at: number, text: string) => void;

function checkPolicy(policy: Json, report: Report): void {
  if (policy.kind !== "object") return report(policy.at, "A policy is an object: { }.");
  checkNames(policy.members, POLICY_ELEMENTS, report);
  const version = member(policy.members, "Version")?.value;
  if (version && !isOneOf(version, ["2012-10-17", "2008-10-17"])) {
    report(version.at, 'Version is "2012-10-17" or "2008-10-17".');
  }
  const statement = member(policy.members, "Statement")?.value;
  if (!statement) return report(policy.at, "The policy has no Statement.");
  const statements = statement.kind === "array" ? statement.items : [statement];
  if (statements.length === 0) report(statement.at, "The policy has no statement.");
  for (const each of statements) checkStatement(each, report);
}

function checkStatement(statement: Json, report: Report): void {
  if (statement.kind !== "object") return report(statement.at, "A statement is an object: { }.");
  const { members } = statement;
  checkNames(members, STATEMENT_ELEMENTS, report);
  const effect = member(members, "Effect")?.value;
  if (!effect) report(statement.at, "The statement has no Effect.");
  else if (!isOneOf(effect, ["Allow", "Deny"])) {
    report(effect.at, 'Effect is "Allow" or "Deny".');
  }
  for (const [name, negated] of PAIRS) {
    const own = member(members, name);
    const other = member(members, negated);
    if (own && other) report(other.at, `A statement has ${name} or ${negated}, not both.`);
    if (!own && !other) report(statement.at, `The statement has no ${name}.`);
  }
  for (const name of ["Action", "NotAction"]) checkActions(member(members, name)?.value, report);
  const condition = member(members, "Condition")?.value;
  if (condition && condition.kind !== "object") {
    report(condition.at, "Condition is an object: { }.");
  }
}

function checkActions(actions: Json | undefined, report: Report): void {
  if (!actions) return;
  for (const action of actions.kind === "array" ? actions.items : [actions]) {
    if (action.kind !== "text" || !/^(\*|[\w-]+:[\w*?]+)$/.test(action.text)) {
      report(action.at, 'An action is a text like "dynamodb:GetItem".');
    }
  }
}

function checkNames(members: readonly Member[], known: readonly string[], report: Report): void {
  const seen = new Set<string>();
  for (const { name, at } of members) {
    if (!known.includes(name)) report(at, `There is no element ${name} here.`);
    if (seen.has(name)) report(at, `The element ${name} is there twice.`);
    seen.add(name);
  }
}

function member(members: readonly Member[], name: string): Member | undefined {
  return members.find((each) => each.name === name);
}

function isOneOf(value: Json, texts: readonly string[]): boolean {
  return value.kind === "text" && texts.includes(value.text);
}
