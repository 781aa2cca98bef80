/** The left side: tables with their menus, saved queries, and what ran before. */

import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { HistoryList } from "./history_list";
import type { Query } from "./query";
import { SavedList } from "./saved_list";
import { TableShelf } from "./table_shelf";

export interface ShelfProperties {
  /** The query in the editor. */
  readonly query: Query;
  /** Shows another query. It does not run. */
  readonly onFill: (query: Query) => void;
  /** Changes the query in the editor. */
  readonly onChange: (query: Query) => void;
}

export function Shelf(properties: ShelfProperties) {
  const [shown, show] = useState("tables");
  return (
    <Tabs
      variant="container"
      ariaLabel="What can be put into the editor"
      activeTabId={shown}
      onChange={({ detail }) => show(detail.activeTabId)}
      tabs={[
        { id: "tables", label: "Tables", content: <TableShelf {...properties} /> },
        { id: "saved", label: "Saved", content: <SavedList onFill={properties.onFill} /> },
        { id: "history", label: "History", content: <HistoryList onFill={properties.onFill} /> },
      ]}
    />
  );
}
