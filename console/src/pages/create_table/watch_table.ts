/** Waits until a table has been created or restored, and says so above whatever page is shown. */

import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import type { Clients } from "@/aws/clients";
import { describeFailure } from "@/aws/failure";
import { showMessage } from "@/frame/messages";

const PAUSE_MS = 1000;

export async function watchCreation(
  { dynamodb }: Clients,
  name: string,
  done: "created" | "restored" = "created",
): Promise<void> {
  const id = `create-${name}`;
  showMessage({ id, type: "in-progress", content: `The ${name} table is being ${done}.` });
  try {
    for (;;) {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
      if (Table?.TableStatus !== "CREATING") break;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    const content = `The ${name} table was ${done} successfully.`;
    showMessage({ id, type: "success", content });
  } catch (thrown) {
    showMessage({ id, type: "error", ...describeFailure(thrown) });
  }
}
