import { expect, it } from "vitest";
import { unitsText } from "./units";

it("adds the units of all tables", () => {
  expect(unitsText({ ConsumedCapacity: { CapacityUnits: 0.5 } })).toBe("0.5");
  expect(unitsText({ ConsumedCapacity: [{ CapacityUnits: 2 }, { CapacityUnits: 1.5 }] })).toBe(
    "3.5",
  );
});

it("has a dash where nothing is reported", () => {
  for (const output of [
    undefined,
    null,
    {},
    { ConsumedCapacity: undefined },
    { ConsumedCapacity: [] },
  ]) {
    expect(unitsText(output)).toBe("-");
  }
});
