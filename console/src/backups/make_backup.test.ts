import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test, vi } from "vitest";
import { makeBackup } from "./make_backup";

/** A client whose backup has these states, one after the other. */
function clientWith(states: readonly string[]) {
  const dynamodb = new DynamoDBClient({ region: "us-east-1" });
  const left = [...states];
  const details = () => ({ BackupArn: "arn", BackupStatus: left.shift() });
  const send = vi.fn((command: { constructor: { name: string } }) => {
    const shown = details();
    return command.constructor.name === "CreateBackupCommand"
      ? Promise.resolve({ BackupDetails: shown })
      : Promise.resolve({ BackupDescription: { BackupDetails: shown } });
  });
  Object.assign(dynamodb, { send });
  return { dynamodb, send };
}

test("it waits until the backup is available", async () => {
  const { dynamodb, send } = clientWith(["CREATING", "CREATING", "AVAILABLE"]);
  await makeBackup({ dynamodb }, "Music", "monday", 0);
  expect(send).toHaveBeenCalledTimes(3);
});

test("a backup that is deleted before it is complete is an error", async () => {
  const { dynamodb } = clientWith(["CREATING", "DELETED"]);
  await expect(makeBackup({ dynamodb }, "Music", "monday", 0)).rejects.toThrow("monday");
});
