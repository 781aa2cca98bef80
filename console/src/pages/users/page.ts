import type { Page } from "@/frame/page";

export const USERS: Page = {
  path: "users",
  title: () => "Users",
  navigation: { section: "Access", text: "Users" },
  load: () => import("./users"),
};

export const USER: Page = {
  path: "users/:name/:tab?",
  title: ({ name = "" }) => name,
  above: "users",
  load: () => import("./user"),
};

export const CREATE_USER: Page = {
  path: "create-user",
  title: () => "Create user",
  above: "users",
  isForm: true,
  load: () => import("./create_user"),
};
