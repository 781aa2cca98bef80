import { expect, test } from "vitest";
import { contextEntries, linesText, listed, resultsIn, statementText } from "./simulation";

test("a list is read from lines and commas", () => {
  expect(listed(" dynamodb:GetItem,\ndynamodb:Scan \n\n")).toEqual([
    "dynamodb:GetItem",
    "dynamodb:Scan",
  ]);
});

test("only a list type has several values", () => {
  expect(
    contextEntries([
      { key: "aws:userid", type: "string", values: " a,b " },
      { key: "dynamodb:LeadingKeys", type: "stringList", values: "a, b" },
      { key: " ", type: "string", values: "x" },
    ]),
  ).toEqual([
    { ContextKeyName: "aws:userid", ContextKeyType: "string", ContextKeyValues: ["a,b"] },
    {
      ContextKeyName: "dynamodb:LeadingKeys",
      ContextKeyType: "stringList",
      ContextKeyValues: ["a", "b"],
    },
  ]);
});

test("a statement is cut out by its position", () => {
  const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}';
  const start = { Line: 1, Column: 39 };
  const end = { Line: 1, Column: 56 };
  expect(statementText(document, start, end)).toBe('{"Effect":"Allow"}');
  const lines = '{"Statement": [\n  {"Effect":\n "Deny"}\n]}';
  expect(statementText(lines, { Line: 2, Column: 4 }, { Line: 3, Column: 9 })).toBe(
    '{"Effect":\n "Deny"}',
  );
  expect(linesText(start, end)).toBe("line 1");
  expect(linesText({ Line: 2 }, { Line: 3 })).toBe("lines 2 to 3");
});

test("a result says whether a boundary stops the request", () => {
  const [result] = resultsIn({
    EvaluationResults: [
      {
        EvalActionName: "dynamodb:Scan",
        EvalDecision: "implicitDeny",
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
      },
    ],
  });
  expect(result?.isStoppedByBoundary).toBe(true);
  expect(result?.resource).toBe("*");
  expect(result?.statements).toEqual([]);
});
