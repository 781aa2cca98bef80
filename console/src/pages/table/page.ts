import type { Page } from "@/frame/page";

export const TABLE: Page = {
  path: "tables/:name/:tab?",
  title: ({ name }) => name ?? "Table",
  above: "tables",
  load: () => import("./table"),
};
