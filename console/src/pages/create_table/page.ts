import type { Page } from "@/frame/page";

export const CREATE_TABLE: Page = {
  path: "create-table",
  title: () => "Create table",
  above: "tables",
  isForm: true,
  load: () => import("./create_table"),
};
