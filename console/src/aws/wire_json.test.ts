import { describe, expect, it } from "vitest";
import { attributesOf, attributeValueOf, wireText } from "./wire_json";

const EACH_TYPE = {
  s: { S: "" },
  n: { N: "12345678901234567890123456789012345678" },
  b: { B: "AAH/" },
  bool: { BOOL: false },
  null: { NULL: true },
  ss: { SS: ["a", "b"] },
  ns: { NS: ["1"] },
  bs: { BS: ["", "/w=="] },
  l: { L: [{ M: { deep: { L: [] } } }] },
};

describe("attributesOf", () => {
  it("reads each type, and wireText writes the same", () => {
    const attributes = attributesOf(JSON.stringify(EACH_TYPE));
    expect(attributes.b).toEqual({ B: new Uint8Array([0, 1, 255]) });
    expect(JSON.parse(wireText(attributes))).toEqual(EACH_TYPE);
  });

  it("writes many bytes", () => {
    const bytes = new Uint8Array(400_000).fill(7);
    expect((JSON.parse(wireText(bytes)) as string).length).toBe(Math.ceil(400_000 / 3) * 4);
  });
});

describe("attributeValueOf", () => {
  it.each([
    ["{", /not JSON/],
    ['"plain"', /DynamoDB JSON/],
    ['{"S": "a", "N": "1"}', /DynamoDB JSON/],
    ['{"X": "a"}', /unknown type "X"/],
    ['{"N": 1}', /in quotes/],
    ['{"BOOL": "yes"}', /true or false/],
    ['{"NULL": false}', /NULL/],
    ['{"SS": "a"}', /list/],
    ['{"B": "%"}', /base64/],
    ['{"M": {"a": 1}}', /"a" is not in DynamoDB JSON/],
    ['{"M": []}', /JSON object/],
  ])("explains what is wrong with %s", (text, message) => {
    expect(() => attributeValueOf(text)).toThrow(message);
  });
});
