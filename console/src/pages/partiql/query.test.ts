import { describe, expect, it } from "vitest";
import type { Parameter } from "./query";
import { fromAddress, parametersOf, queryOf, statementsToRun, toAddress, toSend } from "./query";

const TWO = "SELECT * FROM t WHERE a = ?; UPDATE t SET b = ? WHERE a = ?";
const PARAMETERS: readonly Parameter[] = [
  { type: "S", value: "x" },
  { type: "JSON", value: '{"L": []}' },
  { type: "N", value: " 1 " },
];

describe("toSend", () => {
  it("gives each statement of a batch its own parameters", () => {
    expect(toSend({ text: TWO, mode: "batch", parameters: PARAMETERS })).toEqual([
      { Statement: "SELECT * FROM t WHERE a = ?", Parameters: [{ S: "x" }] },
      { Statement: "UPDATE t SET b = ? WHERE a = ?", Parameters: [{ L: [] }, { N: "1" }] },
    ]);
  });

  it("sends the whole text as one statement", () => {
    const [sent, ...more] = toSend({ text: TWO, mode: "single", parameters: PARAMETERS });
    expect(sent?.Statement).toBe(TWO);
    expect(sent?.Parameters).toHaveLength(3);
    expect(more).toEqual([]);
    expect(statementsToRun({ text: TWO, mode: "single", parameters: [] })[0]?.writes).toBe(true);
  });

  it("names the parameter that cannot be sent", () => {
    const parameters: Parameter[] = [
      { type: "S", value: "" },
      { type: "B", value: "%" },
    ];
    expect(() => toSend({ text: "? ?", mode: "single", parameters })).toThrow(
      expect.objectContaining({ position: 1 }),
    );
  });

  it("sends no parameters when the text has none", () => {
    expect(toSend({ text: "SELECT 1", mode: "single", parameters: PARAMETERS })).toEqual([
      { Statement: "SELECT 1" },
    ]);
  });
});

describe("addresses", () => {
  it("come back as the same query", () => {
    const query = { text: TWO, mode: "transaction" as const, parameters: PARAMETERS };
    expect(fromAddress(new URLSearchParams(toAddress(query).toString()))).toEqual(query);
  });

  it("of strangers do no harm", () => {
    const read = (text: string) => fromAddress(new URLSearchParams(text));
    expect(read("mode=batch")).toBeUndefined();
    expect(read("statement=a&mode=evil&parameters={")).toEqual({
      text: "a",
      mode: "single",
      parameters: [],
    });
    expect(read("statement=?&parameters=[1,{}]")?.parameters).toEqual([
      { type: "S", value: "" },
      { type: "S", value: "" },
    ]);
    expect(queryOf("text")).toBeUndefined();
    expect(queryOf({ text: 1 })).toBeUndefined();
  });
});

describe("parametersOf", () => {
  it("has one for each question mark", () => {
    expect(parametersOf({ text: "? ?", mode: "single", parameters: [] })).toHaveLength(2);
    expect(parametersOf({ text: "?", mode: "single", parameters: PARAMETERS })).toHaveLength(1);
  });
});
