import { describe, expect, it } from "vitest";
import { ApiError } from "@/aws/json_client";
import { outcomesOf } from "./outcomes";

describe("outcomesOf", () => {
  it("has one for each action of a transaction that succeeded", () => {
    expect(outcomesOf(2, {}, null).map(({ text }) => text)).toEqual(["Done", "Done"]);
    const read = outcomesOf(2, { Responses: [{ Item: { a: { N: "1" } } }, {}] }, null);
    expect(JSON.parse(read[0]?.item ?? "")).toEqual({ a: { N: "1" } });
    expect(read[1]?.text).toBe("There is no item with this key.");
  });

  it("has the reasons of one that was cancelled", () => {
    const error = new ApiError({
      __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
      Message: "Transaction cancelled",
      CancellationReasons: [
        { Code: "None" },
        { Code: "ConditionalCheckFailed", Message: "failed", Item: { a: { S: "b" } } },
      ],
    });
    const [first, second] = outcomesOf(2, undefined, error);
    expect(first?.succeeded).toBe(true);
    expect(second).toMatchObject({ succeeded: false, text: "ConditionalCheckFailed: failed" });
    expect(JSON.parse(second?.item ?? "")).toEqual({ a: { S: "b" } });
  });

  it("has none for other errors and before the first run", () => {
    expect(outcomesOf(2, undefined, new Error("x"))).toEqual([]);
    expect(outcomesOf(2, undefined, null)).toEqual([]);
  });
});
