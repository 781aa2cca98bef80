import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import type { UseQueryResult } from "@tanstack/react-query";
import { allPages } from "@/aws/all_pages";
import { useRead } from "@/aws/queries";

/** The names of all tables. isNeeded: whether something shows them; without it they are not read. */
export function useTableNames(isNeeded = true): UseQueryResult<string[]> {
  return useRead(
    ["ListTables", "names"],
    ({ dynamodb }) =>
      allPages<string, string>(async (start) => {
        const answer = await dynamodb.send(
          new ListTablesCommand({ ExclusiveStartTableName: start }),
        );
        return { items: answer.TableNames, next: answer.LastEvaluatedTableName };
      }),
    { enabled: isNeeded },
  );
}
