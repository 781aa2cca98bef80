import { linkTo } from "@/frame/address";

/** Leads to the form that schedules backups. table: absent if the user chooses it there. */
export function scheduleLink(region: string, table?: string): string {
  const chosen = table === undefined ? "" : `?table=${encodeURIComponent(table)}`;
  return linkTo(region, "schedule-backup") + chosen;
}
