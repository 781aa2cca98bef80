import { expect, test } from "vitest";
import { updateCommand } from "./index_command";

test("each member of the request is an option", () => {
  const update = {
    AttributeDefinitions: [{ AttributeName: "Album", AttributeType: "S" as const }],
    GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "Album-index" } }],
  };
  expect(updateCommand("Music", update)).toBe(
    "aws dynamodb update-table --table-name Music" +
      ` --attribute-definitions '[{"AttributeName":"Album","AttributeType":"S"}]'` +
      ` --global-secondary-index-updates '[{"Delete":{"IndexName":"Album-index"}}]'`,
  );
});
