/** Runs a query: one statement, a batch, or a transaction. */

import type {
  AttributeValue,
  CancellationReason,
  ConsumedCapacity,
  DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import {
  BatchExecuteStatementCommand,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import type { Query, Sent } from "./query";
import { toSend } from "./query";

export type Item = Record<string, AttributeValue>;

export interface RunOptions {
  readonly isConsistent: boolean;
  /** The number of items to evaluate for one page. Absent: as many as fit in 1 MB. */
  readonly limit?: number;
}

/** What became of one statement of a batch or a transaction. */
export interface StatementOutcome {
  readonly statement: string;
  /** Absent: it succeeded. */
  readonly error?: { readonly name: string; readonly message: string };
}

export interface Outcome {
  /** The items, and the number of the statement that each comes from, from 1. */
  readonly items: readonly Item[];
  readonly origins: readonly number[];
  /** Absent for a single statement. */
  readonly statements?: readonly StatementOutcome[];
  readonly capacity: readonly ConsumedCapacity[];
  readonly nextToken?: string;
}

export async function run(
  client: DynamoDBClient,
  query: Query,
  options: RunOptions,
  nextToken?: string,
): Promise<Outcome> {
  const sent = toSend(query);
  if (query.mode === "batch") return runBatch(client, sent, options);
  if (query.mode === "transaction") return runTransaction(client, sent);
  const answer = await client.send(
    new ExecuteStatementCommand({
      ...(sent[0] ?? { Statement: query.text }),
      ...(options.isConsistent && { ConsistentRead: true }),
      ...(options.limit !== undefined && { Limit: options.limit }),
      ...(nextToken !== undefined && { NextToken: nextToken }),
      ReturnConsumedCapacity: "TOTAL",
    }),
  );
  const items = answer.Items ?? [];
  return {
    items,
    origins: items.map(() => 1),
    capacity: answer.ConsumedCapacity ? [answer.ConsumedCapacity] : [],
    ...(answer.NextToken !== undefined && { nextToken: answer.NextToken }),
  };
}

async function runBatch(
  client: DynamoDBClient,
  sent: readonly Sent[],
  { isConsistent }: RunOptions,
): Promise<Outcome> {
  const answer = await client.send(
    new BatchExecuteStatementCommand({
      Statements: sent.map((each) => (isConsistent ? { ...each, ConsistentRead: true } : each)),
      ReturnConsumedCapacity: "TOTAL",
    }),
  );
  const responses = answer.Responses ?? [];
  return {
    ...itemsOf(responses.map(({ Item: item }) => item)),
    statements: sent.map(({ Statement: statement }, at) => {
      const error = responses[at]?.Error;
      if (error === undefined) return { statement };
      return { statement, error: { name: error.Code ?? "Error", message: error.Message ?? "" } };
    }),
    capacity: answer.ConsumedCapacity ?? [],
  };
}

async function runTransaction(client: DynamoDBClient, sent: readonly Sent[]): Promise<Outcome> {
  const answer = await client.send(
    new ExecuteTransactionCommand({
      TransactStatements: [...sent],
      ReturnConsumedCapacity: "TOTAL",
    }),
  );
  return {
    ...itemsOf((answer.Responses ?? []).map(({ Item: item }) => item)),
    statements: sent.map(({ Statement: statement }) => ({ statement })),
    capacity: answer.ConsumedCapacity ?? [],
  };
}

function itemsOf(found: readonly (Item | undefined)[]): Pick<Outcome, "items" | "origins"> {
  const numbered = found.flatMap((item, at) => (item ? [{ item, origin: at + 1 }] : []));
  return {
    items: numbered.map(({ item }) => item),
    origins: numbered.map(({ origin }) => origin),
  };
}

/** The statements of a cancelled transaction with the reasons of the service. */
export function cancelled(query: Query, thrown: unknown): StatementOutcome[] | undefined {
  if (!(thrown instanceof TransactionCanceledException)) return undefined;
  const reasons: readonly CancellationReason[] = thrown.CancellationReasons ?? [];
  return toSend(query).map(({ Statement: statement }, at) => {
    const { Code: name = "None", Message: message = "" } = reasons[at] ?? {};
    return name === "None" ? { statement } : { statement, error: { name, message } };
  });
}

/** Both pages as one. */
export function joined(first: Outcome, next: Outcome): Outcome {
  return {
    ...(first.statements && { statements: first.statements }),
    items: [...first.items, ...next.items],
    origins: [...first.origins, ...next.origins],
    capacity: [...first.capacity, ...next.capacity],
    ...(next.nextToken !== undefined && { nextToken: next.nextToken }),
  };
}

/** The capacity units of all tables. */
export function unitsOf(capacity: readonly ConsumedCapacity[]): number {
  return capacity.reduce((total, { CapacityUnits: units }) => total + (units ?? 0), 0);
}
