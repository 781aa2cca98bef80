import { expect, it } from "vitest";
import { environmentCommand, stepsFor } from "./steps";

it("has no way to items before there is a table", () => {
  expect(stepsFor(undefined).map(({ address }) => address)).toEqual([
    ["create-table"],
    undefined,
    undefined,
    undefined,
    ["create-role"],
  ]);
});

it("leads to the items of a table that exists", () => {
  expect(stepsFor("Music")[1]?.address).toEqual(["explore", "Music", "create-item"]);
  expect(stepsFor("Music")[2]?.address).toEqual(["explore", "Music"]);
  expect(stepsFor("Music")[3]?.address).toEqual(["tables", "Music", "backups"]);
});

it("reads the credentials of the mode and the port of the server", () => {
  expect(environmentCommand(true, "8000")).toBe(`eval "$(jedlik local-credentials)"`);
  expect(environmentCommand(false, "8123")).toBe(
    `eval "$(jedlik local-credentials --auth enforce --port 8123)"`,
  );
});
