import { linkTo } from "@/frame/address";

/** What the form shows at first: a table, and a plan that exists. */
interface Chosen {
  readonly table?: string | undefined;
  readonly plan?: string;
}

/** Leads to the form that schedules backups. */
export function scheduleLink(region: string, { table, plan }: Chosen = {}): string {
  const query = new URLSearchParams({
    ...(table !== undefined && { table }),
    ...(plan !== undefined && { plan }),
  }).toString();
  return linkTo(region, "schedule-backup") + (query === "" ? "" : `?${query}`);
}
