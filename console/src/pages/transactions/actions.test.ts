import { describe, expect, it } from "vitest";
import type { Action } from "./actions";
import { newAction, requestOf } from "./actions";

const KEY = '{"a": {"S": "x"}}';
const put: Action = { ...newAction(1, "Put"), table: "t", item: KEY, update: "not sent" };

describe("requestOf", () => {
  it("sends what each kind has", () => {
    const check: Action = {
      ...newAction(2, "ConditionCheck"),
      ...{ table: "u", item: KEY, condition: "#y = :y", returnsItem: false },
      ...{ names: '{"#y": "Year"}', values: '{":y": {"N": "1"}}' },
    };
    expect(requestOf([put, check])).toEqual({
      operation: "TransactWriteItems",
      input: {
        TransactItems: [
          {
            Put: {
              TableName: "t",
              Item: { a: { S: "x" } },
              ReturnValuesOnConditionCheckFailure: "ALL_OLD",
            },
          },
          {
            ConditionCheck: {
              TableName: "u",
              Key: { a: { S: "x" } },
              ConditionExpression: "#y = :y",
              ExpressionAttributeNames: { "#y": "Year" },
              ExpressionAttributeValues: { ":y": { N: "1" } },
            },
          },
        ],
        ReturnConsumedCapacity: "TOTAL",
      },
    });
  });

  it("reads by TransactGetItems", () => {
    const get: Action = { ...newAction(1, "Get"), table: "t", item: KEY, projection: "a" };
    expect(requestOf([get])).toMatchObject({
      operation: "TransactGetItems",
      input: { TransactItems: [{ Get: { TableName: "t", ProjectionExpression: "a" } }] },
    });
  });

  it.each([
    [{ item: "{" }, "item"],
    [{ item: '{"a": 1}' }, "item"],
    [{ names: "[]" }, "names"],
    [{ names: '{"#a": 1}' }, "names"],
    [{ values: '{":a": "b"}' }, "values"],
  ])("names the field of %j", (fields, field) => {
    expect(() => requestOf([{ ...put, ...fields }])).toThrow(
      expect.objectContaining({ id: 1, field }),
    );
  });
});
