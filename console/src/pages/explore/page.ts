import type { Page } from "@/frame/page";

export const EXPLORE: Page = {
  path: "explore",
  title: () => "Explore items",
  navigation: { section: "DynamoDB", text: "Explore items" },
  load: () => import("./explore"),
};

export const EXPLORE_TABLE: Page = {
  path: "explore/:name",
  title: ({ name }) => name ?? "Explore items",
  above: "explore",
  load: () => import("./explore"),
};
