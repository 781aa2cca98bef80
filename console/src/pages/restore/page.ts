import type { Page } from "@/frame/page";

export const RESTORE_BACKUP: Page = {
  path: "backups/:arn/restore",
  title: () => "Restore from backup",
  above: "backups",
  isForm: true,
  load: () => import("./from_backup"),
};

export const RESTORE_TO_TIME: Page = {
  path: "tables/:name/restore",
  title: () => "Restore to a point in time",
  above: "tables/:name/:tab?",
  isForm: true,
  load: () => import("./to_time"),
};
