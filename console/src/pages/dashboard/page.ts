import type { Page } from "@/frame/page";
import { HOME } from "@/frame/home";

export const DASHBOARD: Page = {
  path: HOME,
  title: () => "Dashboard",
  navigation: { section: "DynamoDB", text: "Dashboard" },
  load: () => import("./dashboard"),
};
