import type { Page } from "@/frame/page";

export const SIMULATOR: Page = {
  path: "policy-simulator",
  title: () => "Policy simulator",
  navigation: { section: "Access", text: "Policy simulator" },
  load: () => import("./simulator"),
};
