import type { Page } from "@/frame/page";

export const TRANSACTIONS: Page = {
  path: "transactions",
  title: () => "Transaction builder",
  navigation: { section: "Tools", text: "Transaction builder" },
  isForm: true,
  load: () => import("./transactions"),
};
