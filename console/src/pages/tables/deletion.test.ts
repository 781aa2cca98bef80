import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import type { Step } from "./deletion";
import { deleteTables } from "./deletion";

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: { readonly TableName?: string };
}

/** A client that notes what it is asked. `answer` may throw, or return what the answer is. */
function fakeClient(answer: (operation: string, table: string) => object | undefined) {
  const dynamodb = new DynamoDBClient({ region: "us-east-1" });
  const asked: string[] = [];
  const send = (command: Command) => {
    const operation = command.constructor.name.replace("Command", "");
    const { TableName: table = "" } = command.input;
    asked.push(`${operation} ${table}`);
    return Promise.resolve().then(() => answer(operation, table) ?? {});
  };
  Object.assign(dynamodb, { send });
  return { dynamodb, asked };
}

const AVAILABLE = { BackupDetails: { BackupArn: "arn", BackupStatus: "AVAILABLE" } };
const goesOn = () => new AbortController().signal;

test("each table is deleted after its backup", async () => {
  const { dynamodb, asked } = fakeClient((operation) =>
    operation === "CreateBackup" ? AVAILABLE : undefined,
  );
  const steps: Step[] = [];
  const order = { names: ["a", "b"], isBackedUp: true };
  const outcome = await deleteTables({ dynamodb }, order, (step) => steps.push(step), goesOn());
  expect(outcome.deleted).toEqual(["a", "b"]);
  expect(outcome.backups).toHaveLength(2);
  expect(asked.filter((each) => !each.startsWith("Describe"))).toEqual([
    "CreateBackup a",
    "DeleteTable a",
    "CreateBackup b",
    "DeleteTable b",
  ]);
  expect(steps.map(({ number, phase }) => `${String(number)} ${phase}`)).toEqual([
    "1 backup",
    "1 deletion",
    "2 backup",
    "2 deletion",
  ]);
});

test("a table whose backup fails is not deleted", async () => {
  const { dynamodb, asked } = fakeClient((operation) => {
    if (operation === "CreateBackup") throw new Error("no space");
    return undefined;
  });
  const order = { names: ["a", "b"], isBackedUp: true };
  const outcome = await deleteTables({ dynamodb }, order, () => undefined, goesOn());
  expect(outcome).toMatchObject({ deleted: [], backups: [], failure: { message: "a: no space" } });
  expect(asked).not.toContain("DeleteTable a");
});

test("a table is not deleted if the user cancels while its backup is made", async () => {
  const stop = new AbortController();
  const { dynamodb, asked } = fakeClient((operation) => {
    if (operation !== "CreateBackup") return undefined;
    stop.abort();
    return AVAILABLE;
  });
  const order = { names: ["a", "b"], isBackedUp: true };
  const outcome = await deleteTables({ dynamodb }, order, () => undefined, stop.signal);
  expect(outcome.deleted).toEqual([]);
  expect(outcome.backups).toHaveLength(1);
  expect(asked).toEqual(["DescribeTable a", "CreateBackup a"]);
});

test("no backup is made of a protected table, which the service does not delete", async () => {
  const { dynamodb, asked } = fakeClient((operation) => {
    if (operation === "DeleteTable") throw new Error("protected");
    return { Table: { DeletionProtectionEnabled: true } };
  });
  const order = { names: ["a"], isBackedUp: true };
  const outcome = await deleteTables({ dynamodb }, order, () => undefined, goesOn());
  expect(outcome.failure).toMatchObject({ message: "protected" });
  expect(asked).toEqual(["DescribeTable a", "DeleteTable a"]);
});
