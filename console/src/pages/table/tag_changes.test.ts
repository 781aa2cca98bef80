import { expect, test } from "vitest";
import { tagChanges } from "./tag_changes";

test("only what differs is sent", () => {
  const before = [
    { Key: "stays", Value: "1" },
    { Key: "changes", Value: "1" },
    { Key: "goes", Value: "1" },
  ];
  const after = [
    { Key: "stays", Value: "1" },
    { Key: "changes", Value: "2" },
    { Key: "comes", Value: "" },
  ];
  expect(tagChanges(before, after)).toEqual({
    set: [
      { Key: "changes", Value: "2" },
      { Key: "comes", Value: "" },
    ],
    removed: ["goes"],
  });
});
