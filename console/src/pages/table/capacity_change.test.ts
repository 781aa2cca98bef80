import { expect, test } from "vitest";
import { CAPACITY } from "@/pages/create_table/draft";
import { capacityChange, capacityDraft } from "./capacity_change";

const ON_DEMAND = {
  BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" as const },
  GlobalSecondaryIndexes: [{ IndexName: "i" }],
  OnDemandThroughput: { MaxReadRequestUnits: 9, MaxWriteRequestUnits: -1 },
};
const PROVISIONED = {
  ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 8 },
  GlobalSecondaryIndexes: [{ IndexName: "i" }],
};
const UNITS = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };

test("the form shows the capacity of the table", () => {
  expect(capacityDraft(ON_DEMAND)).toMatchObject({
    mode: "PAY_PER_REQUEST",
    maxRead: "9",
    maxWrite: "",
  });
  expect(capacityDraft(PROVISIONED)).toMatchObject({ mode: "PROVISIONED", read: "7", write: "8" });
});

test("a switch to provisioned gives each index the units of the table", () => {
  expect(capacityChange(ON_DEMAND, { ...CAPACITY, mode: "PROVISIONED" }, false)).toEqual({
    BillingMode: "PROVISIONED",
    ProvisionedThroughput: UNITS,
    GlobalSecondaryIndexUpdates: [{ Update: { IndexName: "i", ProvisionedThroughput: UNITS } }],
  });
});

test("a switch to on-demand names no units", () => {
  expect(capacityChange(PROVISIONED, CAPACITY, true)).toEqual({
    BillingMode: "PAY_PER_REQUEST",
    OnDemandThroughput: { MaxReadRequestUnits: -1, MaxWriteRequestUnits: -1 },
  });
});

test("units that stay are not in the request, and indexes follow if the user wants it", () => {
  const same = { ...CAPACITY, mode: "PROVISIONED", read: "7", write: "8" } as const;
  expect(capacityChange(PROVISIONED, same, false)).toEqual({});
  expect(capacityChange(PROVISIONED, { ...same, read: "9" }, false)).toEqual({
    ProvisionedThroughput: { ReadCapacityUnits: 9, WriteCapacityUnits: 8 },
  });
  expect(capacityChange(PROVISIONED, { ...same, read: "9" }, true)).toHaveProperty(
    "GlobalSecondaryIndexUpdates",
  );
});
