import type { Page } from "@/frame/page";

export const CREATE_ITEM: Page = {
  path: "explore/:name/create-item",
  title: () => "Create item",
  above: "explore/:name",
  isForm: true,
  load: () => import("./create"),
};

export const EDIT_ITEM: Page = {
  path: "explore/:name/item",
  title: () => "Edit item",
  above: "explore/:name",
  isForm: true,
  load: () => import("./edit"),
};
