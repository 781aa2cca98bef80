import type { Page } from "@/frame/page";

export const SCHEDULE_BACKUP: Page = {
  path: "schedule-backup",
  title: () => "Schedule backup",
  above: "backups",
  isForm: true,
  load: () => import("./schedule_backup"),
};
