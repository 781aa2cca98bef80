/** Deletes tables one after the other, each after a backup if that is wanted. */

import { DeleteTableCommand, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import type { Clients } from "@/aws/clients";
import { serviceError } from "@/aws/errors";
import { suggestedName } from "@/backups/backup_words";
import { makeBackup } from "@/backups/make_backup";

export interface Order {
  readonly names: readonly string[];
  readonly isBackedUp: boolean;
}

/** What is being done now. */
export interface Step {
  readonly table: string;
  /** The number of the table in the order, from 1. */
  readonly number: number;
  readonly phase: "backup" | "deletion";
  /** The backup of the table. Absent: none is made. */
  readonly backup?: string;
}

export interface Outcome {
  readonly deleted: readonly string[];
  /** The backups that were made. */
  readonly backups: readonly string[];
  /** What ended it early. Absent: nothing, or the user. */
  readonly failure?: unknown;
}

/** signal: after its abort no further table is deleted. A backup that was begun is still made. */
export async function deleteTables(
  clients: Pick<Clients, "dynamodb">,
  { names, isBackedUp }: Order,
  onStep: (step: Step) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  const deleted: string[] = [];
  const backups: string[] = [];
  for (const [index, table] of names.entries()) {
    const step = { table, number: index + 1 };
    try {
      if (signal.aborted) break;
      if (isBackedUp && !(await isProtected(clients, table))) {
        const backup = suggestedName(table, new Date());
        onStep({ ...step, phase: "backup", backup });
        await makeBackup(clients, table, backup);
        backups.push(backup);
        if (signal.aborted) break;
        onStep({ ...step, phase: "deletion", backup });
      } else {
        onStep({ ...step, phase: "deletion" });
      }
      await clients.dynamodb.send(new DeleteTableCommand({ TableName: table }));
      deleted.push(table);
    } catch (thrown) {
      return { deleted, backups, failure: failureOf(thrown, table, names.length > 1) };
    }
  }
  return { deleted, backups };
}

/** A protected table is not backed up: the service refuses to delete it anyway. */
async function isProtected({ dynamodb }: Pick<Clients, "dynamodb">, table: string) {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table }));
  return Table?.DeletionProtectionEnabled === true;
}

/** Says which of several tables the error is about. */
function failureOf(thrown: unknown, name: string, isOneOfMany: boolean): unknown {
  if (!isOneOfMany || !(thrown instanceof Error)) return thrown;
  const { name: code, message } = serviceError(thrown);
  const error = new Error(`${name}: ${message}`);
  error.name = code;
  return error;
}
