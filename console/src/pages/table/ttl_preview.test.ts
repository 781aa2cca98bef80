import { expect, test } from "vitest";
import { fieldsOf, previewInput, secondsOf, timeOf } from "./ttl_preview";

test("a scan finds times of the last five years before the chosen time", () => {
  const { ExpressionAttributeValues: values } = previewInput("t", "expires", 1_800_000_000);
  expect(values).toEqual({ ":first": { N: "1642320000" }, ":next": { N: "1800000001" } });
  expect(previewInput("t", "a", 5).ExpressionAttributeValues?.[":first"]).toEqual({ N: "0" });
});

test("fields and seconds are each other's inverse", () => {
  const { day, time } = fieldsOf(new Date("2026-11-30T18:20:05.400Z"));
  expect([day, time]).toEqual(["2026-11-30", "18:20:05"]);
  expect(secondsOf(day, time)).toBe(Date.UTC(2026, 10, 30, 18, 20, 5) / 1000);
  expect(secondsOf(day, "18:20")).toBe(Date.UTC(2026, 10, 30, 18, 20) / 1000);
});

test.each([
  ["", "18:20"],
  ["2026-13-01", "18:20"],
  ["2026-11-30", "25:00"],
  ["2026-11-30", "8"],
])("%j %j is no time", (day, time) => expect(secondsOf(day, time)).toBeUndefined());

test("values are shown as times if they are", () => {
  expect(timeOf({ N: "1800000000" })).toBe("2027-01-15 08:00:00 UTC");
  expect(timeOf({ N: "99999999999999999999" })).toBe("99999999999999999999");
  expect(timeOf(undefined)).toBe("-");
});
