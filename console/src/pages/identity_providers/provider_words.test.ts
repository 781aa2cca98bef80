import { describe, expect, it } from "vitest";
import { linesOf, thumbprintsError, urlError, urlOf } from "./provider_words";

const PRINT = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280";

describe("identity providers", () => {
  it("are named by their URL without the scheme", () => {
    expect(urlOf("arn:aws:iam::000000000000:oidc-provider/example.com/a")).toBe("example.com/a");
    expect(urlOf("other")).toBe("other");
  });

  it("have lists with a text on each line", () => {
    expect(linesOf(" a \n\nb\na\n")).toEqual(["a", "b"]);
    expect(linesOf("")).toEqual([]);
  });

  it("have thumbprints of 40 digits", () => {
    expect(thumbprintsError(`${PRINT}\n${PRINT.toUpperCase()}`)).toBeUndefined();
    expect(thumbprintsError("")).toBeUndefined();
    expect(thumbprintsError(`${PRINT}\nabc`)).toContain('"abc"');
  });

  it.each(["http://example.com", "example.com", "https://", "https://a b", "https://a?b=c"])(
    "do not have the URL %s",
    (url) => {
      expect(urlError(url)).toMatch(/^Type a URL/);
    },
  );

  it("have a URL with a path", () => {
    expect(urlError("https://token.actions.githubusercontent.com/a")).toBeUndefined();
  });
});
