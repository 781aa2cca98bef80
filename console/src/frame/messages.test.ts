import { beforeEach, expect, test } from "vitest";
import { dismissAll, dismissMessage, openedPage, shownMessages, showMessage } from "./messages";

beforeEach(dismissAll);

function shown(): unknown[] {
  return shownMessages().map(({ content }) => content);
}

test("a message of the same id takes the place of the earlier", () => {
  const id = showMessage({ type: "in-progress", content: "Copying" });
  showMessage({ type: "error", content: "Refused" });
  showMessage({ id, type: "success", content: "Copied" });
  expect(shown()).toEqual(["Copied", "Refused"]);
  dismissMessage(id);
  expect(shown()).toEqual(["Refused"]);
});

test("a success outlives one change of page, a failure all", () => {
  showMessage({ type: "error", content: "Refused" });
  showMessage({ type: "success", content: "Created" });
  openedPage();
  expect(shown()).toEqual(["Created", "Refused"]);
  openedPage();
  openedPage();
  expect(shown()).toEqual(["Refused"]);
});

test("what goes on stays, and its success outlives a change of page again", () => {
  const id = showMessage({ type: "in-progress", content: "Copying" });
  openedPage();
  openedPage();
  expect(shown()).toEqual(["Copying"]);
  showMessage({ id, type: "success", content: "Copied" });
  openedPage();
  expect(shown()).toEqual(["Copied"]);
});

test("the same message is shown once, and only the newest successes", () => {
  for (let times = 0; times < 3; times++) showMessage({ type: "success", content: "Saved" });
  expect(shown()).toEqual(["Saved"]);
  for (const content of ["1", "2", "3"]) showMessage({ type: "success", content });
  for (const content of ["a", "b", "c", "d"]) showMessage({ type: "error", content });
  expect(shown()).toEqual(["d", "c", "b", "a", "3", "2", "1"]);
});
