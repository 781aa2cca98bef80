/** The search of the top bar: pages, tables, roles, users and policies; an item by its key. */

import Autosuggest from "@cloudscape-design/components/autosuggest";
import type { AutosuggestProps } from "@cloudscape-design/components/autosuggest";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { PAGES } from "@/pages/all";
import { loadPart } from "../part";
import type { Group } from "./groups";
import { useGroups } from "./groups";
import { matches } from "./matches";

const FindItem = lazy(() => loadPart(() => import("./find_item")));
const ITEM = "item";
const hasItems = PAGES.some(({ path }) => path === "explore/:name/item");

export function GlobalSearch() {
  const [text, setText] = useState("");
  const [isUsed, setUsed] = useState(false);
  const [isFindingItem, setFindingItem] = useState(false);
  const { groups, isLoading } = useGroups(isUsed);
  const navigate = useNavigate();
  const field = useRef<AutosuggestProps.Ref>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener("keydown", focus);
    return () => window.removeEventListener("keydown", focus);
  }, []);
  const follow = (value: string) => {
    setText("");
    if (value === ITEM) setFindingItem(true);
    else if (value.startsWith("#/")) void navigate(value.slice(1));
  };
  return (
    <>
      <Autosuggest
        ref={field}
        value={text}
        ariaLabel="Search the console"
        placeholder="Search (Ctrl-K)"
        filteringType="manual"
        hideEnteredTextOption
        options={optionsOf(groups, text)}
        statusType={isLoading ? "loading" : "finished"}
        loadingText="Reading names"
        empty="Nothing has this name."
        expandToViewport
        onFocus={() => setUsed(true)}
        onChange={({ detail }) => setText(detail.value)}
        onSelect={({ detail }) => follow(detail.value)}
      />
      {isFindingItem && (
        <Suspense fallback={null}>
          <FindItem onClose={() => setFindingItem(false)} />
        </Suspense>
      )}
    </>
  );
}

function optionsOf(groups: readonly Group[], text: string): AutosuggestProps.Options {
  const found = groups.flatMap(({ title, things, failure }): AutosuggestProps.OptionGroup[] => {
    const options: AutosuggestProps.Option[] = matches(things, text).map(({ name, href }) => ({
      value: href,
      label: name,
    }));
    if (failure !== undefined) {
      const value = `${title} could not be read: ${failure}`;
      options.push({ value, disabled: true });
    }
    return options.length === 0 ? [] : [{ label: title, options }];
  });
  if (!hasItems) return found;
  const item = { value: ITEM, label: "Find an item by its key", iconName: "search" as const };
  return [...found, { label: "Items", options: [item] }];
}
