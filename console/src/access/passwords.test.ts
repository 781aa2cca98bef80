import { expect, test } from "vitest";
import { newPassword } from "./passwords";

test("a password has characters of every kind", () => {
  for (let count = 0; count < 50; count += 1) {
    const password = newPassword();
    expect(password).toHaveLength(20);
    for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) expect(password).toMatch(kind);
  }
});

test("no two passwords are the same", () => {
  expect(new Set(Array.from({ length: 50 }, newPassword)).size).toBe(50);
});
