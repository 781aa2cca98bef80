import { expect, it } from "vitest";
import { readItem } from "@/items/item_text";
import { itemAddress, keyProblem } from "./item_address";

const KEY = [
  { name: "a&b", type: "S" },
  { name: "n", type: "N" },
] as const;

it("has the key in the address", () => {
  const found = itemAddress("us-east-1", "my/table", KEY, { "a&b": "x=1&y#", n: "1.50" });
  const [path, search = ""] = found.split("?");
  expect(path).toBe("/us-east-1/explore/my%2Ftable/item");
  expect(readItem(new URLSearchParams(search).get("key") ?? "", "dynamodb")).toEqual(
    new Map([
      ["a&b", { type: "S", text: "x=1&y#" }],
      ["n", { type: "N", text: "1.50" }],
    ]),
  );
});

it("says what no key can have", () => {
  expect(keyProblem({ name: "a", type: "S" }, "")).toBeDefined();
  expect(keyProblem({ name: "a", type: "S" }, " ")).toBeUndefined();
  expect(keyProblem({ name: "a", type: "N" }, "x")).toBeDefined();
  expect(keyProblem({ name: "a", type: "B" }, "%")).toBeDefined();
});
