import { expect, test } from "vitest";
import { favouritesFirst, toggled } from "./favourites";

test("favourites come first, in the order of the list", () => {
  const rows = ["a", "b", "c", "d"].map((name) => ({ name }));
  const names = favouritesFirst(rows, ["d", "b", "gone"]).map(({ name }) => name);
  expect(names).toEqual(["b", "d", "a", "c"]);
});

test("a star is set and removed", () => {
  expect(toggled(["a"], "b")).toEqual(["a", "b"]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
});
