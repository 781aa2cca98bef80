import { expect, test } from "vitest";
import { failuresOf } from "./steps";

test("a failed request does not stop those after it", async () => {
  const sent: string[] = [];
  const refused = new Error("refused");
  const failures = await failuresOf([
    () => Promise.resolve(sent.push("one")),
    () => Promise.reject(refused),
    () => Promise.resolve(sent.push("three")),
  ]);
  expect(failures).toEqual([refused]);
  expect(sent).toEqual(["one", "three"]);
});
