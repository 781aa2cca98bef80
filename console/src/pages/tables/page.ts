import type { Page } from "@/frame/page";

export const TABLES: Page = {
  path: "tables",
  title: () => "Tables",
  navigation: { section: "DynamoDB", text: "Tables" },
  load: () => import("./tables"),
};
