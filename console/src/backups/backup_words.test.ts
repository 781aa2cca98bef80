import { expect, test } from "vitest";
import {
  canBeDeleted,
  canBeRestored,
  daysOf,
  isChanging,
  newestFirst,
  suggestedName,
} from "./backup_words";

const NOW = new Date("2026-11-30T20:04:57.123Z");

test("a suggested name has the table and the second", () => {
  expect(suggestedName("Music", NOW)).toBe("Music-20261130-200457");
});

test("a suggested name of a table with a long name is no longer than a name may be", () => {
  const name = suggestedName("a".repeat(255), NOW);
  expect(name).toHaveLength(255);
  expect(name).toMatch(/^a+-20261130-200457$/);
});

test.each([
  ["CREATING", "USER", true, false, false],
  ["AVAILABLE", "USER", false, true, true],
  ["AVAILABLE", "SYSTEM", false, true, false],
  ["AVAILABLE", "AWS_BACKUP", false, true, false],
  ["DELETED", "USER", false, false, false],
] as const)("%s backups of type %s", (status, type, changing, restored, deleted) => {
  const backup = {
    BackupStatus: status,
    BackupType: type,
    BackupArn: undefined,
    BackupName: undefined,
    BackupCreationDateTime: undefined,
  };
  expect([isChanging(backup), canBeRestored(backup), canBeDeleted(backup)]).toEqual([
    changing,
    restored,
    deleted,
  ]);
});

test("the newest backup comes first", () => {
  const made = (name: string, day: number) => ({
    BackupName: name,
    BackupCreationDateTime: new Date(2026, 10, day),
  });
  const sorted = newestFirst([made("one", 1), made("three", 3), made("two", 2)]);
  expect(sorted.map(({ BackupName: name }) => name)).toEqual(["three", "two", "one"]);
});

test.each([
  ["1", 1],
  [" 35 ", 35],
  ["0", undefined],
  ["36", undefined],
  ["1.5", undefined],
  ["", undefined],
])("days %j", (text, days) => {
  expect(daysOf(text)).toBe(days);
});
