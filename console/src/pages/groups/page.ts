import type { Page } from "@/frame/page";

export const GROUPS: Page = {
  path: "groups",
  title: () => "User groups",
  navigation: { section: "Access", text: "User groups" },
  load: () => import("./groups"),
};

export const GROUP: Page = {
  path: "groups/:name/:tab?",
  title: ({ name = "" }) => name,
  above: "groups",
  load: () => import("./group"),
};

export const CREATE_GROUP: Page = {
  path: "create-group",
  title: () => "Create user group",
  above: "groups",
  isForm: true,
  load: () => import("./create_group"),
};
