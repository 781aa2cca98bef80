import type { Page } from "@/frame/page";

export const INSTANCES: Page = {
  path: "instances",
  title: () => "Instances",
  navigation: { section: "Instances and keys", text: "Instances" },
  load: () => import("./instances"),
};

export const INSTANCE: Page = {
  path: "instances/:id/:tab?",
  title: ({ id = "" }) => id,
  above: "instances",
  load: () => import("./instance"),
};

export const LAUNCH_INSTANCE: Page = {
  path: "launch-instance",
  title: () => "Launch an instance",
  above: "instances",
  isForm: true,
  load: () => import("./launch_instance"),
};
