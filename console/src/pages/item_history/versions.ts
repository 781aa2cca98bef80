/** The versions of an item, as GetItemHistory of Jedlik's own API returns them. */

import { changesBetween } from "@/items/changes";
import type { Item } from "@/items/value";
import { itemFromWire } from "@/items/wire";
import { timeText } from "@/parts/amounts";

export type ChangeKind = "INSERT" | "MODIFY" | "REMOVE";

export interface Version {
  /** The sequence number of the commit. "0": it was made before the history begins. */
  readonly id: string;
  /** Undefined: the commit was made before the history begins. */
  readonly time: Date | undefined;
  readonly change: ChangeKind | undefined;
  /** Whether time to live deleted the item. */
  readonly isExpiry: boolean;
  /** Null: the commit deleted the item. */
  readonly item: Item | null;
}

export interface Versions {
  /** The newest first. */
  readonly versions: readonly Version[];
  readonly beginsAt: Date;
  /** How many changes of the table were read to find them. */
  readonly scanned: number;
  /** Where older versions begin. Undefined: there are none. */
  readonly next: string | undefined;
}

export interface Answer {
  readonly Versions: readonly {
    readonly CommittedAt?: number;
    readonly SequenceNumber?: string;
    readonly Change?: ChangeKind;
    readonly ByService?: boolean;
    readonly Item?: unknown;
  }[];
  readonly BeginsAt: number;
  readonly ScannedCount: number;
  readonly NextToken?: string;
}

export function versionsIn(answer: Answer): Versions {
  return {
    versions: answer.Versions.map((each) => ({
      id: each.SequenceNumber ?? "0",
      time: each.CommittedAt === undefined ? undefined : new Date(each.CommittedAt * 1000),
      change: each.Change,
      isExpiry: each.ByService ?? false,
      item: each.Item === undefined ? null : itemFromWire(each.Item),
    })),
    beginsAt: new Date(answer.BeginsAt * 1000),
    scanned: answer.ScannedCount,
    next: answer.NextToken,
  };
}

/** Puts older versions behind newer ones. */
export function joined(newer: Versions, older: Versions): Versions {
  return {
    versions: [...newer.versions, ...older.versions],
    beginsAt: older.beginsAt,
    scanned: newer.scanned + older.scanned,
    next: older.next,
  };
}

const REQUESTS_MAX = 10;

/**
 * Reads until some versions are found or the history ends. An answer may have no version, because
 * the server reads a bounded part of the log for each. After ten of them the user is asked.
 */
export async function readVersions(
  read: (start: string | undefined) => Promise<Answer>,
  start: string | undefined,
): Promise<Versions> {
  let found = versionsIn(await read(start));
  for (let requests = 1; requests < REQUESTS_MAX; requests++) {
    if (found.next === undefined || found.versions.length > 0) break;
    found = joined(found, versionsIn(await read(found.next)));
  }
  return found;
}

/** "November 30, 2026, 18:20:57.123". */
export function versionTime(version: Version): string {
  if (version.time === undefined) return "Before the history begins";
  return `${timeText(version.time)}.${String(version.time.getUTCMilliseconds()).padStart(3, "0")}`;
}

const KINDS = { INSERT: "Created", MODIFY: "Changed", REMOVE: "Deleted" } as const;

export function kindText({ change, isExpiry }: Version): string {
  if (change === undefined) return "Unknown";
  return isExpiry ? "Deleted by time to live" : KINDS[change];
}

const NAMES_MAX = 5;

/** The attributes in which a version differs from the one before it: "plays, year and 3 others". */
export function changedText(version: Version, older: Version | undefined): string {
  if (version.change !== "MODIFY" || older === undefined) return "-";
  const changes = changesBetween(older.item ?? new Map(), version.item ?? new Map());
  const names = changes.map(({ name }) => name);
  const others = names.length - NAMES_MAX;
  if (others <= 0) return names.join(", ");
  return `${names.slice(0, NAMES_MAX).join(", ")} and ${String(others)} others`;
}
