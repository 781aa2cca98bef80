/** The state of the page of a table's items. */

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { useEffect, useMemo, useState } from "react";
import { useLocation } from "react-router";
import { ApiError } from "@/aws/json_client";
import { useClients } from "@/aws/queries";
import { describeFailure } from "@/aws/failure";
import { address, linkTo } from "@/frame/address";
import { showMessage } from "@/frame/messages";
import { usePreference } from "@/frame/preferences";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { keyValues, writeOf } from "@/items/changes";
import type { Estimate, TableClass } from "@/items/cost";
import { estimate, partsOf } from "@/items/cost";
import { itemJson } from "@/items/item_text";
import { writeJson } from "@/items/json";
import type { QueryForm } from "@/items/query";
import { EMPTY_FORM, formFromSearch, formToSearch } from "@/items/query";
import type { Planned, ReadRequest } from "@/items/request";
import { planRead } from "@/items/request";
import type { KeyAttribute, Source } from "@/items/sources";
import { keyOf, sourcesOf } from "@/items/sources";
import type { Item, Value } from "@/items/value";
import type { GridPreferences } from "./columns";
import { NO_PREFERENCES } from "./columns";
import { recall, remember, takeStale } from "./memory";
import type { Row } from "./read_page";
import type { Runner } from "./use_run";
import { useRun } from "./use_run";

export interface Exploring {
  readonly name: string;
  readonly key: readonly KeyAttribute[];
  readonly sources: readonly Source[];
  readonly source: Source;
  readonly form: QueryForm;
  readonly planned: Planned;
  /** Shown after the first attempt to run. */
  readonly problems: ReadonlyMap<string, string>;
  readonly estimated: Estimate;
  readonly tableClass: TableClass;
  readonly runner: Runner;
  readonly pageIndex: number;
  readonly preferences: GridPreferences;
  readonly setPreferences: (preferences: GridPreferences) => void;
  readonly selected: readonly Row[];
  readonly select: (rows: Row[]) => void;
  readonly isStripClosed: boolean;
  readonly closeStrip: () => void;
  readonly change: (change: Partial<QueryForm>) => void;
  readonly reset: () => void;
  readonly run: () => Promise<void>;
  /** Runs the query whose result is shown. */
  readonly runAgain: () => Promise<void>;
  readonly toPage: (index: number) => Promise<void>;
  readonly hrefOf: (row: Row) => string;
  readonly saveCell: (row: Row, name: string, value: Value) => Promise<boolean>;
}

const NO_PROBLEMS: ReadonlyMap<string, string> = new Map();

export function useExploring(table: TableDescription, name: string): Exploring {
  const tableAddress = address(useRegion(), "explore", name);
  const { search } = useLocation();
  const session = useSession().number;
  const [form, setForm] = useState(() => formFromSearch(search));
  const [recalled] = useState(() => recall(session, tableAddress + search));
  const sources = useMemo(() => sourcesOf(table), [table]);
  const key = useMemo(() => keyOf(table), [table]);
  const source = sourceOf(sources, form);
  const [isTried, setTried] = useState(false);
  const runner = useRun(key, recalled?.run);
  const pages = usePages(name, runner, recalled?.pageIndex ?? 1);
  const planned = planRead(name, form, source);
  const { hrefOf, saveCell } = useRows(name, key, runner);
  const change = (changed: Partial<QueryForm>) => {
    const next = { ...form, ...changed };
    setForm(next);
    // The router is not told: to it this is still the same page.
    const text = formToSearch(next);
    const hash = `#${tableAddress}${text === "" ? "" : `?${text}`}`;
    window.history.replaceState(window.history.state, "", hash);
  };
  const run = async () => {
    setTried(true);
    if (planned.request) await pages.start(planned.request);
  };
  const { run: shown } = runner;
  const { pageIndex } = pages;
  useEffect(() => {
    const current = window.location.hash.slice(1);
    if (shown) remember({ session, address: current, run: shown, pageIndex });
  }, [session, shown, pageIndex]);
  useFirstRun(tableAddress + search, run, pages.runAgain, recalled !== undefined);
  return {
    ...pages,
    name,
    key,
    sources,
    source,
    form,
    planned,
    problems: isTried ? planned.problems : NO_PROBLEMS,
    estimated: estimate(source, {
      isConsistent: form.isConsistent,
      pageItems: form.filters.length > 0 ? undefined : pages.preferences.pageSize,
      parts: partsOf(source, isOnDemand(table), form.operation === "scan"),
    }),
    tableClass: table.TableClassSummary?.TableClass ?? "STANDARD",
    runner,
    change,
    reset: () => {
      setTried(false);
      change(EMPTY_FORM);
    },
    run,
    hrefOf,
    saveCell,
  };
}

function isOnDemand(table: TableDescription): boolean {
  return table.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST";
}

/** The table or index of a form; the first that suits if its name is not known. */
function sourceOf(sources: readonly Source[], form: QueryForm): Source {
  const suitable = sources.filter(
    ({ kind }) => (kind === "vector") === (form.operation === "search"),
  );
  const found = suitable.find((source) => source.name === form.index) ?? suitable[0] ?? sources[0];
  if (found === undefined) throw new Error("A table is its own source.");
  return found;
}

/** Runs by itself only what the user asked for: after a write, or with Autopreview. Never a link. */
function useFirstRun(
  opened: string,
  run: () => Promise<void>,
  runAgain: () => Promise<void>,
  isRecalled: boolean,
): void {
  const [isPreviewing] = usePreference("autopreview", false);
  useEffect(() => {
    if (takeStale(opened)) void (isRecalled ? runAgain() : run());
    else if (isPreviewing && !opened.includes("?") && !isRecalled) void run();
    // Only when the page opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
}

/** The pages of the result, and what is selected. */
function usePages(name: string, runner: Runner, firstPage: number) {
  const [preferences, setPreferences] = usePreference(`grid.${name}`, NO_PREFERENCES);
  const [pageIndex, setPageIndex] = useState(firstPage);
  const [selected, select] = useState<readonly Row[]>([]);
  const [isStripClosed, setStripClosed] = useState(false);
  const { pageSize } = preferences;
  const start = async (request: ReadRequest) => {
    setPageIndex(1);
    select([]);
    setStripClosed(false);
    await runner.start(request, pageSize);
  };
  const toPage = async (index: number) => {
    const { run } = runner;
    if (run === undefined) return;
    const missing = index * pageSize - run.rows.length;
    const read = missing > 0 && run.next !== undefined ? await runner.more(missing) : run;
    const { rows, next } = read ?? run;
    // A page is shown once the pages before it are full, so that no item is skipped.
    const last =
      next === undefined
        ? Math.max(1, Math.ceil(rows.length / pageSize))
        : Math.floor(rows.length / pageSize) + 1;
    setPageIndex(Math.min(index, last));
    select([]);
  };
  return {
    preferences,
    setPreferences: (changed: GridPreferences) => {
      setPageIndex(1);
      setPreferences(changed);
    },
    pageIndex,
    selected,
    select,
    isStripClosed,
    closeStrip: () => {
      setStripClosed(true);
      runner.dismiss();
    },
    start,
    runAgain: async () => {
      if (runner.run) await start(runner.run.request);
    },
    toPage,
  };
}

/** The address of a page about an item. */
export function itemHref(
  region: string,
  name: string,
  key: readonly KeyAttribute[],
  item: Item,
  page: "item" | "create-item" | "history" = "item",
) {
  const text = writeJson(itemJson(keyValues(item, key), "dynamodb"), true);
  return `${linkTo(region, "explore", name, page)}?${new URLSearchParams({ key: text }).toString()}`;
}

function useRows(name: string, key: readonly KeyAttribute[], runner: Runner) {
  const region = useRegion();
  const { items } = useClients();
  const saveCell = async (row: Row, attribute: string, value: Value): Promise<boolean> => {
    const after = new Map(row.item).set(attribute, value);
    const write = writeOf(name, key, row.item, after);
    try {
      if (write.input.UpdateExpression !== "") await items.call(write.operation, write.input);
    } catch (thrown) {
      const isLost =
        thrown instanceof ApiError && thrown.name === "ConditionalCheckFailedException";
      const lost =
        "Another client changed this attribute meanwhile. Nothing was written. Run the query again to see it.";
      showMessage({ type: "error", ...(isLost ? { content: lost } : describeFailure(thrown)) });
      return false;
    }
    runner.changeRows((rows) =>
      rows.map((each) => (each.id === row.id ? { ...each, item: after } : each)),
    );
    return true;
  };
  return { hrefOf: (row: Row) => itemHref(region, name, key, row.item), saveCell };
}
