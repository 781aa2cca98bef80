import type { Page } from "@/frame/page";

export const ACCOUNT: Page = {
  path: "account",
  title: () => "Account",
  navigation: { section: "Access", text: "Account" },
  isForm: true,
  load: () => import("./account"),
};
