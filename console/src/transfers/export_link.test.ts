import { expect, test } from "vitest";
import { createExportLink } from "./export_link";

test("the form has the table that a link names", () => {
  expect(createExportLink("us-east-1")).toBe("#/us-east-1/create-export");
  expect(createExportLink("us-east-1", "a.b-c_d&")).toBe(
    "#/us-east-1/create-export?table=a.b-c_d%26",
  );
});
