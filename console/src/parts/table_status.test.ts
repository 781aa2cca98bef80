import { expect, test } from "vitest";
import { statusOf } from "./table_status";

const RESTORE = { RestoreDateTime: new Date(), RestoreInProgress: true };

test("a table that a restore fills is restoring until it is active", () => {
  expect(statusOf({ TableStatus: "CREATING" })).toBe("CREATING");
  expect(statusOf({ TableStatus: "CREATING", RestoreSummary: RESTORE })).toBe("RESTORING");
  expect(statusOf({ TableStatus: "DELETING", RestoreSummary: RESTORE })).toBe("DELETING");
  expect(statusOf({ TableStatus: "ACTIVE" })).toBe("ACTIVE");
});
