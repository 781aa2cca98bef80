/** Tabs whose choice is in the address, so that a link leads to a tab. */

import Tabs from "@cloudscape-design/components/tabs";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { address } from "@/frame/address";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";

interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: ReactNode;
}

interface Properties {
  /** What stands before the tab in the address: `["users", "Anna"]`. */
  readonly base: readonly string[];
  readonly tabs: readonly Tab[];
}

/** The path of the page ends in `/:tab?`. */
export function AddressTabs({ base, tabs }: Properties) {
  const { tab } = usePathNames();
  const region = useRegion();
  const navigate = useNavigate();
  return (
    <Tabs
      tabs={[...tabs]}
      activeTabId={tabs.some(({ id }) => id === tab) ? (tab ?? "") : (tabs[0]?.id ?? "")}
      onChange={({ detail }) => void navigate(address(region, ...base, detail.activeTabId))}
    />
  );
}
