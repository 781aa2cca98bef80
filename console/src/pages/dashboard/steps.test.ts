import { expect, it } from "vitest";
import { stepsFor } from "./steps";

it("has no way to items before there is a table", () => {
  expect(stepsFor(undefined).map(({ address }) => address)).toEqual([
    ["create-table"],
    undefined,
    undefined,
    ["create-role"],
  ]);
});

it("leads to the items of a table that exists", () => {
  expect(stepsFor("Music")[1]?.address).toEqual(["explore", "Music", "create-item"]);
  expect(stepsFor("Music")[2]?.address).toEqual(["explore", "Music"]);
});
