/** The command that copies a table to another server. */

import { shell } from "@/pages/requests/commands";

/** Why a text cannot be the URL of a server; undefined if it can. */
export function endpointProblem(text: string): string | undefined {
  const isUrl = /^https?:\/\/[^\s/?#@]+\/?$/.test(text) && URL.canParse(text);
  return isUrl ? undefined : "Type the URL of a server, such as https://db.example:8000.";
}

/**
 * from: this server. It is named too: the command may run on another machine. The name of a host of
 * AWS contains its Region.
 */
export function copyCommand(
  table: string,
  from: string,
  to: { readonly endpoint: string; readonly table: string },
  region: string,
): string {
  const here = `--endpoint ${shell(from)} --region ${shell(region)}`;
  const isAws = /\.amazonaws\.com(\.cn)?\/?$/.test(to.endpoint);
  const there = `--endpoint ${shell(to.endpoint)}${isAws ? "" : ` --region ${shell(region)}`}`;
  return `jedlik dump ${shell(table)} ${here} | jedlik load ${shell(to.table)} --create ${there}`;
}
