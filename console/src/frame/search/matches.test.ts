import { expect, it } from "vitest";
import { matches } from "./matches";

const things = (...names: string[]) => names.map((name) => ({ name, href: name }));
const namesOf = (found: { name: string }[]) => found.map(({ name }) => name);

it("has names that begin with the text before those that contain it", () => {
  const found = matches(things("my-orders", "Orders", "other", "orders-old"), " ORD ");
  expect(namesOf(found)).toEqual(["Orders", "orders-old", "my-orders"]);
});

it("is bounded", () => {
  const many = things(...Array.from({ length: 10_000 }, (_, at) => `x-a${String(at)}`), "a-last");
  expect(matches(many, "a")).toHaveLength(8);
  expect(namesOf(matches(many, "a"))[0]).toBe("a-last");
  expect(matches(many, "x", 3)).toHaveLength(3);
});

it("shows the beginning of everything for an empty text", () => {
  expect(namesOf(matches(things("a", "b"), ""))).toEqual(["a", "b"]);
});
