import type { Page } from "@/frame/page";

export const ROLES: Page = {
  path: "roles",
  title: () => "Roles",
  navigation: { section: "Access", text: "Roles" },
  load: () => import("./roles"),
};

export const ROLE: Page = {
  path: "roles/:name/:tab?",
  title: ({ name = "" }) => name,
  above: "roles",
  load: () => import("./role"),
};

export const CREATE_ROLE: Page = {
  path: "create-role",
  title: () => "Create role",
  above: "roles",
  isForm: true,
  load: () => import("./create_role"),
};
