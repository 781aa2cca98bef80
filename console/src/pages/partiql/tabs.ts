/** The open tabs of the editor. There is always one. */

import type { Query } from "./query";
import { EMPTY_QUERY, queryOf } from "./query";

export interface Tab {
  /** Unique among the tabs of this page; also the number in its name. */
  readonly id: number;
  readonly query: Query;
}

export interface Tabs {
  readonly list: readonly Tab[];
  readonly activeId: number;
}

export const ONE_TAB: Tabs = { list: [{ id: 1, query: EMPTY_QUERY }], activeId: 1 };

export function activeTab({ list, activeId }: Tabs): Tab {
  const tab = list.find(({ id }) => id === activeId) ?? list[0];
  if (tab === undefined) throw new Error("There is always a tab.");
  return tab;
}

/** Shows a query: in the tab that has it, in the active tab if that is empty, or in a new one. */
export function withOpened(tabs: Tabs, query: Query): Tabs {
  const same = tabs.list.find((tab) => JSON.stringify(tab.query) === JSON.stringify(query));
  if (same && query.text !== "") return { ...tabs, activeId: same.id };
  const active = activeTab(tabs);
  if (active.query.text.trim() === "" && query.text !== "") return withQuery(tabs, query);
  const id = Math.max(...tabs.list.map((tab) => tab.id)) + 1;
  return { list: [...tabs.list, { id, query }], activeId: id };
}

/** Changes the query of the active tab. */
export function withQuery(tabs: Tabs, query: Query): Tabs {
  const { id } = activeTab(tabs);
  return { ...tabs, list: tabs.list.map((tab) => (tab.id === id ? { id, query } : tab)) };
}

export function withoutTab(tabs: Tabs, id: number): Tabs {
  const at = tabs.list.findIndex((tab) => tab.id === id);
  const list = tabs.list.filter((tab) => tab.id !== id);
  const next = list[Math.min(at, list.length - 1)];
  if (next === undefined) return ONE_TAB;
  return { list, activeId: tabs.activeId === id ? next.id : tabs.activeId };
}

/** Tabs that were stored, or undefined if they cannot be read. */
export function tabsOf(stored: unknown): Tabs | undefined {
  if (stored === null || typeof stored !== "object") return undefined;
  const { list, activeId } = stored as Record<string, unknown>;
  if (!Array.isArray(list)) return undefined;
  const tabs = list.flatMap((json: unknown) => {
    const { id, query } = (json ?? {}) as Record<string, unknown>;
    const read = queryOf(query);
    return Number.isSafeInteger(id) && read ? [{ id: id as number, query: read }] : [];
  });
  const [first] = tabs;
  if (first === undefined || new Set(tabs.map(({ id }) => id)).size < tabs.length) return undefined;
  const active = tabs.find(({ id }) => id === activeId) ?? first;
  return { list: tabs, activeId: active.id };
}
