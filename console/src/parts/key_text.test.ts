import { expect, test } from "vitest";
import { keyText } from "./key_text";

const MUSIC = {
  KeySchema: [
    { AttributeName: "Singers", KeyType: "HASH" as const },
    { AttributeName: "Songs", KeyType: "RANGE" as const },
  ],
  AttributeDefinitions: [
    { AttributeName: "Singers", AttributeType: "S" as const },
    { AttributeName: "Songs", AttributeType: "N" as const },
  ],
};

test("a key is shown with its type", () => {
  expect(keyText(MUSIC, "HASH")).toBe("Singers (S)");
  expect(keyText(MUSIC, "RANGE")).toBe("Songs (N)");
});

test("a table without a sort key shows a dash", () => {
  expect(keyText({ ...MUSIC, KeySchema: MUSIC.KeySchema.slice(0, 1) }, "RANGE")).toBe("-");
});
