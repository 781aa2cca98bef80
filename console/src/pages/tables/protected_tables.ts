/** Finds the tables among some that have deletion protection. */

import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import type { Clients } from "@/aws/clients";
import { inGroups } from "./in_groups";

export async function protectedAmong(
  { dynamodb }: Pick<Clients, "dynamodb">,
  names: readonly string[],
): Promise<string[]> {
  const found = await inGroups(names, async (name) => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    return Table?.DeletionProtectionEnabled === true;
  });
  return names.filter((_, index) => found[index]);
}
