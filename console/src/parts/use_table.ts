import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import type { UseQueryResult } from "@tanstack/react-query";
import { useRead } from "@/aws/queries";

const SETTLED = new Set(["ACTIVE", "ARCHIVED", "INACCESSIBLE_ENCRYPTION_CREDENTIALS"]);
const UNSETTLED_MS = 1000;

/** The description of a table. It is read again each second while its status changes. */
export function useTable(name: string): UseQueryResult<TableDescription> {
  return useRead(
    ["DescribeTable", { TableName: name }],
    async ({ dynamodb }) => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
      if (Table === undefined) throw new Error("The server described no table.");
      return Table;
    },
    { every: (table) => (table !== undefined && !isSettled(table) ? UNSETTLED_MS : false) },
  );
}

function isSettled(table: TableDescription): boolean {
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.VectorIndexes ?? [])];
  return (
    SETTLED.has(table.TableStatus ?? "") &&
    indexes.every(({ IndexStatus }) => IndexStatus === "ACTIVE")
  );
}
