/** Changes a table by UpdateTable. */

import type { UpdateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import { useWrite } from "@/aws/queries";

/** `done`: the message after success. The form shows a failure. */
export function useUpdate(name: string, done: string, onSuccess: () => void) {
  return useWrite(
    ({ dynamodb }, change: Omit<UpdateTableCommandInput, "TableName">) =>
      dynamodb.send(new UpdateTableCommand({ ...change, TableName: name })),
    { changes: ["DescribeTable"], showsFailure: true, done: () => done, onSuccess },
  );
}
