import { describe, expect, it } from "vitest";
import { literal, quoted, statementsOf } from "./statements";

describe("statementsOf", () => {
  it("divides at semicolons, but not inside of quotes and comments", () => {
    const text = `SELECT * FROM "a;b" WHERE c = 'it''s; so' -- no; end\n; DELETE FROM "a" /* ; */ WHERE b = ?;`;
    expect(statementsOf(text).map((statement) => statement.text)).toEqual([
      `SELECT * FROM "a;b" WHERE c = 'it''s; so' -- no; end`,
      `DELETE FROM "a" /* ; */ WHERE b = ?`,
    ]);
  });

  it("counts parameters outside of quotes and comments", () => {
    const [statement] = statementsOf(`SELECT "?" FROM t WHERE a = ? AND b = '?' -- ?\n AND c = ?`);
    expect(statement?.parameterCount).toBe(2);
  });

  it("finds out which statements write, and takes what it does not know for one", () => {
    const writes = (text: string) => statementsOf(text)[0]?.writes;
    expect(writes("/* UPDATE */ select * from t")).toBe(false);
    expect(writes("EXISTS(SELECT * FROM t WHERE a = 1)")).toBe(false);
    expect(writes("insert into t value {'a': 1}")).toBe(true);
    expect(writes("UPDATE t SET a = 1 WHERE b = 2")).toBe(true);
    expect(writes("?")).toBe(true);
  });

  it("has no statement for empty text and comments alone", () => {
    expect(statementsOf(" ; -- nothing\n;; /* at all */")).toEqual([]);
  });

  it("ends, with quotes that are never closed", () => {
    expect(statementsOf("SELECT 'a ; ?")).toHaveLength(1);
    expect(statementsOf("SELECT 1 / 2 - 3 /* a ; ?")).toMatchObject([{ parameterCount: 0 }]);
  });
});

describe("quotes", () => {
  it("doubles what is inside", () => {
    expect(quoted('a"b')).toBe('"a""b"');
    expect(literal("it's")).toBe("'it''s'");
  });
});
