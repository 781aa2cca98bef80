import { matchRoutes } from "react-router";
import { expect, it } from "vitest";
import { address, pageAddress, pathNames } from "./address";

const PATH = "things/:name/:tab?";
const ROUTES = [{ path: `/:region/${PATH}` }];
// Names of things, and texts that an encoding could take for something else.
const NAMES = [
  "Music",
  "arn:aws:iam::000000000000:oidc-provider/example.com/a",
  "example.com/a%2Fb",
  "example.com/a%252Fb",
  "a%2fb",
  "%25",
  "100%",
  "a b?c#d&e=+",
  "../..",
  "<img src=x onerror=alert(1)>",
  "\u202e\u0000 ű",
];

it.each(NAMES)("the router finds the name %j in its address", (name) => {
  const [found] = matchRoutes(ROUTES, address("us-east-1", "things", name, "tags")) ?? [];
  expect(pathNames(found?.params ?? {})).toEqual({ region: "us-east-1", name, tab: "tags" });
});

it("no two names have the same address", () => {
  expect(new Set(NAMES.map((name) => address(name))).size).toBe(NAMES.length);
});

it.each(NAMES)("the address of a page with the name %j is the same", (name) => {
  expect(pageAddress("us-east-1", PATH, { name })).toBe(`#${address("us-east-1", "things", name)}`);
});
