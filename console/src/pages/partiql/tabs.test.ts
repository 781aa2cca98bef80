import { describe, expect, it } from "vitest";
import type { Query } from "./query";
import { EMPTY_QUERY } from "./query";
import { activeTab, ONE_TAB, tabsOf, withOpened, withoutTab, withQuery } from "./tabs";

const query = (text: string): Query => ({ text, mode: "single", parameters: [] });

describe("tabs", () => {
  it("open a query in the empty tab, then in new ones, and find one that is open", () => {
    let tabs = withOpened(ONE_TAB, query("a"));
    expect(tabs.list).toHaveLength(1);
    tabs = withOpened(tabs, query("b"));
    expect(activeTab(tabs)).toEqual({ id: 2, query: query("b") });
    tabs = withOpened(tabs, query("a"));
    expect(activeTab(tabs).id).toBe(1);
    tabs = withOpened(tabs, EMPTY_QUERY);
    expect(activeTab(tabs)).toEqual({ id: 3, query: EMPTY_QUERY });
    expect(withOpened(tabs, EMPTY_QUERY).list).toHaveLength(4);
  });

  it("change only the active one", () => {
    const tabs = withQuery(withOpened(withOpened(ONE_TAB, query("a")), query("b")), query("c"));
    expect(tabs.list.map((tab) => tab.query.text)).toEqual(["a", "c"]);
  });

  it("close, and the neighbour is shown", () => {
    const tabs = withOpened(withOpened(ONE_TAB, query("a")), query("b"));
    expect(activeTab(withoutTab(tabs, 2)).id).toBe(1);
    expect(activeTab(withoutTab(tabs, 1)).id).toBe(2);
    expect(withoutTab(ONE_TAB, 1)).toBe(ONE_TAB);
  });

  it("are read from what was stored, if it is right", () => {
    const tabs = withOpened(withOpened(ONE_TAB, query("a")), query("b"));
    expect(tabsOf(JSON.parse(JSON.stringify(tabs)))).toEqual(tabs);
    expect(tabsOf(null)).toBeUndefined();
    expect(tabsOf({ list: [] })).toBeUndefined();
    expect(tabsOf({ list: [{ id: "x" }, null] })).toBeUndefined();
    const twice = { id: 1, query: query("a") };
    expect(tabsOf({ list: [twice, twice], activeId: 1 })).toBeUndefined();
    expect(tabsOf({ list: [twice], activeId: 9 })?.activeId).toBe(1);
  });
});
