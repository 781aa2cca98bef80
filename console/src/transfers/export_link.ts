import { linkTo } from "@/frame/address";

/** Leads to the form that exports a table. table: absent if the user chooses it there. */
export function createExportLink(region: string, table?: string): string {
  const chosen = table === undefined ? "" : `?table=${encodeURIComponent(table)}`;
  return linkTo(region, "create-export") + chosen;
}
