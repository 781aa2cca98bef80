import { expect, test } from "vitest";
import { copyCommand, endpointProblem } from "./copy_command";

test("the command names both servers", () => {
  const to = { endpoint: "https://db.example:8000", table: "Music2" };
  expect(copyCommand("Music", "http://127.0.0.1:8000", to, "eu-west-1")).toBe(
    "jedlik dump Music --endpoint http://127.0.0.1:8000 --region eu-west-1 | " +
      "jedlik load Music2 --create --endpoint https://db.example:8000 --region eu-west-1",
  );
});

test("a server of AWS has its Region in its name", () => {
  const to = { endpoint: "https://dynamodb.eu-west-1.amazonaws.com", table: "Music" };
  expect(copyCommand("Music", "http://h", to, "us-east-1")).toMatch(/amazonaws\.com$/);
});

test.each(["http://127.0.0.1:8000", "https://dynamodb.eu-west-1.amazonaws.com/", "http://[::1]:1"])(
  "%s is a server",
  (text) => {
    expect(endpointProblem(text)).toBeUndefined();
  },
);

test.each([
  "",
  "db.example",
  "ftp://db.example",
  "https://",
  "https://a b",
  "https://user:secret@db.example",
  "https://db.example/path",
  "http://x:99999",
])("%j is no server", (text) => {
  expect(endpointProblem(text)).toMatch(/^Type the URL/);
});

test("a shell runs nothing that was typed", () => {
  const to = { endpoint: "https://a;touch${IFS}x'", table: "Music" };
  expect(copyCommand("Music", "http://h", to, "r")).toContain(`'https://a;touch\${IFS}x'\\'''`);
});
