/** The menu "Actions" of the result. */

import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { useNavigate } from "react-router";
import { address } from "@/frame/address";
import { usePreference } from "@/frame/preferences";
import { useRegion } from "@/frame/region";
import { itemsToCsv } from "@/items/item_csv";
import { itemsToJson } from "@/items/item_files";
import { download } from "./download";
import type { Row } from "./read_page";
import type { Exploring } from "./use_exploring";
import { itemHref } from "./use_exploring";

/** The actions that open a dialog. */
export type ActionName = "delete" | "bulk" | "upload" | "code" | "all-csv" | "all-json";

interface Properties {
  readonly exploring: Exploring;
  readonly onAction: (action: ActionName) => void;
}

export function Actions({ exploring, onAction }: Properties) {
  const region = useRegion();
  const navigate = useNavigate();
  const [marksFormulas, setMarks] = usePreference("csv-marks-formulas", true);
  const { selected, runner, key, name } = exploring;
  const rows = runner.run?.rows ?? [];
  const keyNames = key.map((attribute) => attribute.name);
  const save = (chosen: readonly Row[], isCsv: boolean) => {
    const items = chosen.map(({ item }) => item);
    if (isCsv) download(`${name}.csv`, "text/csv", itemsToCsv(items, keyNames, marksFormulas));
    else download(`${name}.json`, "application/json", itemsToJson(items));
  };
  const open = (page: "item" | "create-item" | "history") => {
    const [row] = selected;
    if (row === undefined) return;
    void navigate(itemHref(region, name, key, row.item, page).slice(1));
  };
  const click: Record<string, () => void> = {
    edit: () => open("item"),
    duplicate: () => open("create-item"),
    history: () => open("history"),
    "history-of-key": () => void navigate(address(region, "explore", name, "history")),
    "selected-csv": () => save(selected, true),
    "selected-json": () => save(selected, false),
    "loaded-csv": () => save(rows, true),
    "loaded-json": () => save(rows, false),
    marks: () => setMarks(!marksFormulas),
  };
  return (
    <ButtonDropdown
      expandableGroups
      items={menu(
        selected.length,
        rows.length,
        exploring.planned.request !== undefined,
        marksFormulas,
      )}
      onItemClick={({ detail }) => {
        const act = click[detail.id];
        if (act) act();
        else onAction(detail.id as ActionName);
      }}
    >
      Actions
    </ButtonDropdown>
  );
}

function menu(selected: number, loaded: number, isPlanned: boolean, marksFormulas: boolean) {
  const none = selected === 0;
  return [
    { id: "edit", text: "Edit item", disabled: selected !== 1 },
    { id: "duplicate", text: "Duplicate item", disabled: selected !== 1 },
    { id: "history", text: "History of item", disabled: selected !== 1 },
    { id: "delete", text: "Delete items", disabled: none },
    { id: "bulk", text: "Change an attribute of all results", disabled: loaded === 0 },
    {
      text: "Download",
      items: [
        { id: "selected-csv", text: "Download selected items to CSV", disabled: none },
        { id: "selected-json", text: "Download selected items to JSON", disabled: none },
        { id: "loaded-csv", text: "Download results to CSV", disabled: loaded === 0 },
        { id: "loaded-json", text: "Download results to JSON", disabled: loaded === 0 },
        { id: "all-csv", text: "Read all results and download CSV", disabled: loaded === 0 },
        { id: "all-json", text: "Read all results and download JSON", disabled: loaded === 0 },
        {
          id: "marks",
          text: "CSV: mark text that looks like a formula",
          itemType: "checkbox" as const,
          checked: marksFormulas,
        },
      ],
    },
    { id: "history-of-key", text: "History of a key" },
    { id: "upload", text: "Upload items from a file" },
    { id: "code", text: "Code for this query", disabled: !isPlanned },
  ];
}
