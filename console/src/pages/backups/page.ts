import type { Page } from "@/frame/page";

export const BACKUPS: Page = {
  path: "backups",
  title: () => "Backups",
  navigation: { section: "DynamoDB", text: "Backups" },
  load: () => import("./backups"),
};
