/** The tabs above the editor: "Query 1", a menu to open and close them. */

import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Tabs from "@cloudscape-design/components/tabs";
import type { ReactNode } from "react";
import type { OpenTabs } from "./use_tabs";

interface Properties {
  readonly tabs: OpenTabs;
  readonly children: ReactNode;
}

const TAB = "tab-";

export function TabStrip({ tabs, children }: Properties) {
  const { list, active } = tabs;
  return (
    <Tabs
      variant="container"
      ariaLabel="Queries"
      activeTabId={String(active.id)}
      onChange={({ detail }) => tabs.select(Number(detail.activeTabId))}
      keyboardActivationMode="manual"
      tabs={list.map(({ id }) => ({
        id: String(id),
        label: `Query ${String(id)}`,
        dismissible: list.length > 1,
        dismissLabel: `Close Query ${String(id)}`,
        onDismiss: () => tabs.close(id),
        content: id === active.id ? children : null,
      }))}
      actions={
        <ButtonDropdown
          ariaLabel="More about tabs"
          items={[
            { id: "close", text: "Close all tabs" },
            {
              id: "open",
              text: "Open tabs",
              items: list.map(({ id, query }) => ({
                id: TAB + String(id),
                text: `Query ${String(id)}`,
                secondaryText: firstLine(query.text),
              })),
            },
          ]}
          onItemClick={({ detail }) => {
            if (detail.id === "close") tabs.closeAll();
            else tabs.select(Number(detail.id.slice(TAB.length)));
          }}
          mainAction={{ text: "New tab", onClick: () => tabs.open() }}
        />
      }
    />
  );
}

const LINE_MAX = 60;

/** A line that shows which query it is. */
export function firstLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LINE_MAX ? `${line.slice(0, LINE_MAX)}...` : line;
}
