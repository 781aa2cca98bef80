/** What a simulation asks, and what it found. */

import type {
  ContextEntry,
  ContextKeyTypeEnum,
  EvaluationResult,
  Position,
  SimulatePolicyResponse,
} from "@aws-sdk/client-iam";

/** One condition key of a simulated request, as a row of a form. */
export interface ContextRow {
  readonly key: string;
  readonly type: ContextKeyTypeEnum;
  /** Several values are separated by commas. */
  readonly values: string;
}

export interface Simulated {
  readonly actions: string;
  readonly resources: string;
  readonly context: readonly ContextRow[];
}

export const NEW_SIMULATION: Simulated = {
  actions: "dynamodb:GetItem\ndynamodb:PutItem",
  resources: "*",
  context: [],
};

/** The lines of a text field, or what commas separate. */
export function listed(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

export function contextEntries(rows: readonly ContextRow[]): ContextEntry[] {
  return rows
    .filter(({ key }) => key.trim() !== "")
    .map(({ key, type, values }) => ({
      ContextKeyName: key.trim(),
      ContextKeyType: type,
      ContextKeyValues: type.endsWith("List") ? listed(values) : [values.trim()],
    }));
}

/** The members that both operations of the simulator have. */
export function simulatedMembers({ actions, resources, context }: Simulated) {
  return {
    ActionNames: listed(actions),
    ResourceArns: listed(resources),
    ContextEntries: contextEntries(context),
  };
}

export interface Result {
  readonly action: string;
  readonly resource: string;
  readonly decision: string;
  readonly statements: readonly MatchedStatement[];
  readonly missingKeys: readonly string[];
  readonly isStoppedByBoundary: boolean;
}

export interface MatchedStatement {
  readonly policy: string;
  readonly type: string;
  readonly start: Position;
  readonly end: Position;
}

export function resultsIn({ EvaluationResults = [] }: SimulatePolicyResponse): Result[] {
  return EvaluationResults.map(resultOf);
}

function resultOf(result: EvaluationResult): Result {
  return {
    action: result.EvalActionName ?? "",
    resource: result.EvalResourceName ?? "*",
    decision: result.EvalDecision ?? "",
    statements: (result.MatchedStatements ?? []).map((each) => ({
      policy: each.SourcePolicyId ?? "",
      type: each.SourcePolicyType ?? "",
      start: each.StartPosition ?? {},
      end: each.EndPosition ?? {},
    })),
    missingKeys: result.MissingContextValues ?? [],
    isStoppedByBoundary:
      result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false,
  };
}

/** The text of a statement. The positions are behind its braces, columns are counted from 1. */
export function statementText(document: string, start: Position, end: Position): string {
  return document.slice(offsetOf(document, start) - 1, offsetOf(document, end));
}

function offsetOf(document: string, { Line = 1, Column = 1 }: Position): number {
  const before = document.split("\n").slice(0, Line - 1);
  return before.reduce((sum, line) => sum + line.length + 1, 0) + Column - 1;
}

/** "line 3" or "lines 3 to 9". */
export function linesText({ Line: first = 1 }: Position, { Line: last = 1 }: Position): string {
  return first === last ? `line ${String(first)}` : `lines ${String(first)} to ${String(last)}`;
}
