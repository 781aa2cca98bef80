/** Makes an on-demand backup and waits until it can be restored. */

import { CreateBackupCommand, DescribeBackupCommand } from "@aws-sdk/client-dynamodb";
import type { Clients } from "@/aws/clients";

const PAUSE_MS = 500;

/** Ends when the backup is AVAILABLE. Throws if it cannot be made, or is gone before that. */
export async function makeBackup(
  { dynamodb }: Pick<Clients, "dynamodb">,
  table: string,
  name: string,
  pauseMs = PAUSE_MS,
): Promise<void> {
  const made = await dynamodb.send(new CreateBackupCommand({ TableName: table, BackupName: name }));
  let details = made.BackupDetails;
  while (details?.BackupStatus === "CREATING") {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const answer = await dynamodb.send(new DescribeBackupCommand({ BackupArn: details.BackupArn }));
    details = answer.BackupDescription?.BackupDetails;
  }
  if (details?.BackupStatus !== "AVAILABLE") {
    throw new Error(`The backup ${name} was deleted before it was complete.`);
  }
}
