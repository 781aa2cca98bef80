import type { Page } from "@/frame/page";

export const POLICIES: Page = {
  path: "policies",
  title: () => "Policies",
  navigation: { section: "Access", text: "Policies" },
  load: () => import("./policies"),
};

export const POLICY: Page = {
  path: "policies/:arn/:tab?",
  title: ({ arn = "" }) => arn.slice(arn.lastIndexOf("/") + 1),
  above: "policies",
  load: () => import("./policy"),
};

export const CREATE_POLICY: Page = {
  path: "create-policy",
  title: () => "Create policy",
  above: "policies",
  isForm: true,
  load: () => import("./create_policy"),
};
