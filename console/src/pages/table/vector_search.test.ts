import { expect, test } from "vitest";
import { searchCondition, typedVector } from "./vector_search";

test.each(["1, -2.5, 3e2", "[1 -2.5 3e2]", " 1,\n-2.5,\n3e2 "])("%j is a vector", (text) => {
  expect(typedVector(text, 3)).toEqual({ vector: [{ N: "1" }, { N: "-2.5" }, { N: "3e2" }] });
});

test.each([
  ["1, 2", "The vector has 2 numbers. The index needs 3."],
  ["", "The vector has 0 numbers. The index needs 3."],
  ["1, two, 3", "This is not a number: two"],
])("%j is none", (text, error) => expect(typedVector(text, 3)).toEqual({ error }));

test("filters that are filled in become equalities", () => {
  const filters = [
    { name: "genre", type: "S", value: "jazz" },
    { name: "none", type: "S", value: "" },
    { name: "year", type: "N", value: "1999" },
    { name: "raw", type: "B", value: "AP8=" },
  ] as const;
  expect(searchCondition(filters)).toEqual({
    SearchConditionExpression: "#a0 = :v0 AND #a1 = :v1 AND #a2 = :v2",
    ExpressionAttributeNames: { "#a0": "genre", "#a1": "year", "#a2": "raw" },
    ExpressionAttributeValues: {
      ":v0": { S: "jazz" },
      ":v1": { N: "1999" },
      ":v2": { B: new Uint8Array([0, 255]) },
    },
  });
  expect(searchCondition([])).toEqual({});
});
