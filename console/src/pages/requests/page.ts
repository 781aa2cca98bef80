import type { Page } from "@/frame/page";

export const REQUESTS: Page = {
  path: "requests",
  title: () => "Request inspector",
  navigation: { section: "Tools", text: "Request inspector" },
  load: () => import("./requests"),
};
