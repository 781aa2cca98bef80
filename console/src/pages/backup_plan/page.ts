import type { Page } from "@/frame/page";

export const BACKUP_PLAN: Page = {
  path: "backup-plans/:id/:tab?",
  title: ({ id = "" }) => id,
  above: "backups",
  load: () => import("./backup_plan"),
};
