import { expect, test } from "vitest";
import { errorIn } from "./import_errors";

test("a line has the object, the number of the record and the texts", () => {
  const line = JSON.stringify({
    itemS3Pointer: { bucket: "music", key: "songs.json", itemIndex: 3 },
    importArn: "arn",
    errorMessages: ["One.", "Two."],
  });
  expect(errorIn(line, 7)).toEqual({
    number: 7,
    object: "songs.json",
    record: 3,
    text: "One. Two.",
  });
});

test.each(["no JSON", "null", "[]", '{"errorMessages": "text"}'])(
  "the line %j is shown as it is",
  (line) => {
    expect(errorIn(line, 0)).toEqual({ number: 0, object: "-", record: undefined, text: line });
  },
);
