import { describe, expect, test } from "vitest";
import type { Answer } from "./versions";
import { changedText, kindText, readVersions, versionsIn, versionTime } from "./versions";

const NEWEST = {
  CommittedAt: 1791500002.5,
  SequenceNumber: "100000000000000000007",
  Change: "MODIFY",
  Item: { pk: { S: "a" }, n: { N: "2" }, x: { S: "new" } },
} as const;
const OLDEST = { Item: { pk: { S: "a" }, n: { N: "1" } } } as const;

function answer(versions: Answer["Versions"], next?: string): Answer {
  const shared = { BeginsAt: 1791500000, ScannedCount: 3 };
  return { Versions: versions, ...shared, ...(next !== undefined && { NextToken: next }) };
}

test("versions are read as the server returns them", () => {
  const { versions, beginsAt, next } = versionsIn(answer([NEWEST, OLDEST], "t"));
  expect([beginsAt.getTime(), next]).toEqual([1791500000000, "t"]);
  const [newest, oldest] = versions;
  expect([newest?.id, newest?.change, newest?.item?.get("n")]).toEqual([
    "100000000000000000007",
    "MODIFY",
    { type: "N", text: "2" },
  ]);
  expect(newest && versionTime(newest)).toMatch(/\.500$/);
  expect([oldest?.id, oldest?.time, oldest?.change]).toEqual(["0", undefined, undefined]);
  expect(oldest && versionTime(oldest)).toBe("Before the history begins");
});

test("what happened is named", () => {
  const [newest, oldest] = versionsIn(answer([NEWEST, OLDEST])).versions;
  if (newest === undefined || oldest === undefined) throw new Error("two versions");
  expect([kindText(newest), kindText(oldest)]).toEqual(["Changed", "Unknown"]);
  expect(kindText({ ...newest, change: "REMOVE", isExpiry: true })).toBe("Deleted by time to live");
  expect(changedText(newest, oldest)).toBe("n, x");
  expect(changedText(newest, undefined)).toBe("-");
  expect(changedText(oldest, undefined)).toBe("-");
  const many = new Map(
    Array.from({ length: 8 }, (_, index) => [`a${String(index)}`, { type: "NULL" } as const]),
  );
  expect(changedText({ ...newest, item: many }, { ...oldest, item: new Map() })).toBe(
    "a0, a1, a2, a3, a4 and 3 others",
  );
});

describe("reading goes on", () => {
  test("until a version is found", async () => {
    const starts: (string | undefined)[] = [];
    const answers = [answer([], "1"), answer([], "2"), answer([NEWEST], "3")];
    const found = await readVersions((start) => {
      starts.push(start);
      return Promise.resolve(answers[starts.length - 1] ?? answer([]));
    }, undefined);
    expect(starts).toEqual([undefined, "1", "2"]);
    expect([found.versions.length, found.next, found.scanned]).toEqual([1, "3", 9]);
  });

  test("to the end, or for ten requests", async () => {
    let requests = 0;
    const endless = await readVersions(() => Promise.resolve(answer([], String(++requests))), "s");
    expect([requests, endless.next]).toEqual([10, "10"]);
    const ended = await readVersions(() => Promise.resolve(answer([])), undefined);
    expect([ended.versions.length, ended.next]).toEqual([0, undefined]);
  });
});
