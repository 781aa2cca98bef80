import type { Page } from "@/frame/page";

export const ITEM_HISTORY: Page = {
  path: "explore/:name/history",
  title: () => "Item history",
  above: "explore/:name",
  load: () => import("./item_history"),
};
