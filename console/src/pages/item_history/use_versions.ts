/** Reads the versions of an item, and older ones when the user asks for them. */

import { useState } from "react";
import type { Clients } from "@/aws/clients";
import { useRead, useWrite } from "@/aws/queries";
import { itemText } from "@/items/item_text";
import type { Item } from "@/items/value";
import { itemToWire } from "@/items/wire";
import { nextOpening } from "../item/use_item";
import type { Answer, Versions } from "./versions";
import { joined, readVersions } from "./versions";

export interface Reading {
  /** Undefined while nothing was read. */
  readonly found: Versions | undefined;
  readonly error: Error | null;
  readonly isReading: boolean;
  readonly readOlder: () => void;
  readonly readAgain: () => void;
}

export function useVersions(name: string, key: Item): Reading {
  const [opening] = useState(nextOpening);
  const [older, setOlder] = useState<{ readonly behind: Versions; readonly found: Versions }>();
  const read = (clients: Clients, start: string | undefined) =>
    readVersions((next) => {
      const input = { TableName: name, Key: itemToWire(key), NextToken: next };
      return clients.jedlik.call<Answer>("GetItemHistory", input);
    }, start);
  const first = useRead(
    ["GetItemHistory", { name, key: itemText(key, "dynamodb"), opening }],
    (clients) => read(clients, undefined),
  );
  const { data } = first;
  // What is read again from the newest version has other versions behind it.
  const found = data && older?.behind === data ? joined(data, older.found) : data;
  const more = useWrite((clients, start: string) => read(clients, start), {
    onSuccess: (next) => {
      if (data === undefined) return;
      setOlder({ behind: data, found: older?.behind === data ? joined(older.found, next) : next });
    },
  });
  return {
    found,
    error: first.error,
    isReading: first.isFetching || more.isPending,
    readOlder: () => {
      if (found?.next !== undefined) more.mutate(found.next);
    },
    readAgain: () => void first.refetch(),
  };
}
