/** Runs a query: one statement, a batch, or a transaction. */

import { itemFromWire } from "@/items/wire";
import type { Item } from "@/items/value";
import type { ItemsClient } from "@/aws/items";
import { ApiError } from "@/aws/json_client";
import { requestToken } from "@/aws/request_token";
import type { Query, Sent } from "./query";
import { toSend } from "./query";

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
  readonly capacity: readonly Capacity[];
  readonly nextToken?: string;
}

interface Capacity {
  readonly CapacityUnits?: number;
}

interface Reason {
  readonly Code?: string;
  readonly Message?: string;
}

interface StatementAnswer {
  readonly Items?: readonly unknown[];
  readonly NextToken?: string;
  readonly ConsumedCapacity?: Capacity;
}

interface BatchAnswer {
  readonly Responses?: readonly { readonly Item?: unknown; readonly Error?: Reason }[];
  readonly ConsumedCapacity?: readonly Capacity[];
}

export async function run(
  client: ItemsClient,
  query: Query,
  options: RunOptions,
  nextToken?: string,
): Promise<Outcome> {
  const sent = toSend(query);
  if (query.mode === "batch") return runBatch(client, sent, options);
  if (query.mode === "transaction") return runTransaction(client, sent);
  const answer = await client.call<StatementAnswer>("ExecuteStatement", {
    ...(sent[0] ?? { Statement: query.text }),
    ...(options.isConsistent && { ConsistentRead: true }),
    ...(options.limit !== undefined && { Limit: options.limit }),
    ...(nextToken !== undefined && { NextToken: nextToken }),
    ReturnConsumedCapacity: "TOTAL",
  });
  const items = (answer.Items ?? []).map(itemFromWire);
  return {
    items,
    origins: items.map(() => 1),
    capacity: answer.ConsumedCapacity ? [answer.ConsumedCapacity] : [],
    ...(answer.NextToken !== undefined && { nextToken: answer.NextToken }),
  };
}

async function runBatch(
  client: ItemsClient,
  sent: readonly Sent[],
  { isConsistent }: RunOptions,
): Promise<Outcome> {
  const answer = await client.call<BatchAnswer>("BatchExecuteStatement", {
    Statements: sent.map((each) => (isConsistent ? { ...each, ConsistentRead: true } : each)),
    ReturnConsumedCapacity: "TOTAL",
  });
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

async function runTransaction(client: ItemsClient, sent: readonly Sent[]): Promise<Outcome> {
  const answer = await client.call<BatchAnswer>("ExecuteTransaction", {
    TransactStatements: sent,
    ClientRequestToken: requestToken(),
    ReturnConsumedCapacity: "TOTAL",
  });
  return {
    ...itemsOf((answer.Responses ?? []).map(({ Item: item }) => item)),
    statements: sent.map(({ Statement: statement }) => ({ statement })),
    capacity: answer.ConsumedCapacity ?? [],
  };
}

function itemsOf(found: readonly unknown[]): Pick<Outcome, "items" | "origins"> {
  const numbered = found.flatMap((wire, at) =>
    wire === undefined ? [] : [{ item: itemFromWire(wire), origin: at + 1 }],
  );
  return {
    items: numbered.map(({ item }) => item),
    origins: numbered.map(({ origin }) => origin),
  };
}

/** The statements of a cancelled transaction with the reasons of the service. */
export function cancelled(query: Query, thrown: unknown): StatementOutcome[] | undefined {
  if (!(thrown instanceof ApiError) || !Array.isArray(thrown.answer.CancellationReasons)) {
    return undefined;
  }
  const reasons = thrown.answer.CancellationReasons as readonly Reason[];
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
export function unitsOf(capacity: readonly Capacity[]): number {
  return capacity.reduce((total, { CapacityUnits: units }) => total + (units ?? 0), 0);
}
