/** The tabs as state: they survive a reload, and the address always has the query of the active one. */

import { useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { readPreference, writePreference } from "@/frame/preferences";
import { useSession } from "@/frame/session";
import type { Query } from "./query";
import { EMPTY_QUERY, fromAddress, toAddress } from "./query";
import type { Tab, Tabs } from "./tabs";
import { activeTab, ONE_TAB, tabsOf, withOpened, withoutTab, withQuery } from "./tabs";
import type { ShownRun } from "./use_run";

export interface OpenTabs {
  readonly list: readonly Tab[];
  readonly active: Tab;
  readonly change: (query: Query) => void;
  /** Shows a query; without one, an empty tab. It runs nothing. */
  readonly open: (query?: Query) => void;
  readonly select: (id: number) => void;
  readonly close: (id: number) => void;
  readonly closeAll: () => void;
  /** The result of the active tab. */
  readonly shown: ShownRun | undefined;
  readonly show: (run: ShownRun | undefined) => void;
}

// Marks the addresses that this page wrote itself. All others are links that were followed.
const OWN = { isOwn: true };

export function useTabs(): OpenTabs {
  const { accountId, arn } = useSession();
  const stored = `partiql-tabs.${accountId}.${arn}`;
  const navigate = useNavigate();
  const { search, state } = useLocation();
  const [tabs, setTabs] = useState<Tabs>(() => {
    const before = tabsOf(readPreference<unknown>(stored, null)) ?? ONE_TAB;
    const linked = fromAddress(new URLSearchParams(search));
    return linked ? withOpened(before, linked) : before;
  });
  const [runs, setRuns] = useState<ReadonlyMap<number, ShownRun | undefined>>(new Map());
  const become = (next: Tabs) => {
    setTabs(next);
    store(stored, next);
    const address = toAddress(activeTab(next).query).toString();
    void navigate({ search: address }, { replace: true, state: OWN });
  };
  // A link to this page that is followed on this page.
  const [seen, setSeen] = useState(search);
  if (search !== seen) {
    setSeen(search);
    const linked = isOwn(state) ? undefined : fromAddress(new URLSearchParams(search));
    if (linked) setTabs(withOpened(tabs, linked));
  }
  const active = activeTab(tabs);
  return {
    list: tabs.list,
    active,
    change: (query) => become(withQuery(tabs, query)),
    open: (query = EMPTY_QUERY) => become(withOpened(tabs, query)),
    select: (id) => become({ ...tabs, activeId: id }),
    close: (id) => become(withoutTab(tabs, id)),
    closeAll: () => become(ONE_TAB),
    shown: runs.get(active.id),
    show: (run) => setRuns((before) => new Map(before).set(active.id, run)),
  };
}

function isOwn(state: unknown): boolean {
  return state !== null && typeof state === "object" && "isOwn" in state;
}

/** Very long queries are not stored, rather than losing what else is stored. */
function store(name: string, tabs: Tabs): void {
  try {
    writePreference(name, tabs);
  } catch {
    writePreference(name, null);
  }
}
