/** Which tables are not active. */

import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { useRead } from "@/aws/queries";
import { useTableNames } from "@/parts/use_table_names";

// Of more tables the status is not read: it takes one request for each.
const READ_MAX = 100;
const TOGETHER = 10;
const EVERY_MS = 2000;

interface TableState {
  readonly name: string;
  readonly status: string;
}

export interface TableStates {
  readonly readCount: number;
  readonly notActive: readonly TableState[];
}

export function useTableStates(): {
  names: readonly string[] | undefined;
  states: TableStates | undefined;
  error: Error | null;
} {
  const { data: names, error } = useTableNames();
  const read = (names ?? []).slice(0, READ_MAX);
  const states = useRead(
    ["DescribeTable", { states: read }],
    async ({ dynamodb }): Promise<TableStates> => {
      const notActive: TableState[] = [];
      for (let start = 0; start < read.length; start += TOGETHER) {
        const some = read.slice(start, start + TOGETHER);
        const found = await Promise.all(some.map((name) => stateOf(dynamodb, name)));
        notActive.push(...found.filter(({ status }) => status !== "ACTIVE"));
      }
      return { readCount: read.length, notActive };
    },
    {
      enabled: names !== undefined,
      every: (newest) => (newest && newest.notActive.length > 0 ? EVERY_MS : false),
    },
  );
  return { names, states: states.data, error: error ?? states.error };
}

/** A table that was deleted since its name was read counts as one that is being deleted. */
async function stateOf(dynamodb: DynamoDBClient, name: string): Promise<TableState> {
  try {
    const { Table: table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    return { name, status: table?.TableStatus ?? "UNKNOWN" };
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === "ResourceNotFoundException") {
      return { name, status: "DELETING" };
    }
    throw thrown;
  }
}
