/** What the page showed when it was left, so that the way back from an item shows it again. */

import type { Run } from "./use_run";

interface Left {
  readonly session: number;
  /** The address with the query, as the router writes it. */
  readonly address: string;
  readonly run: Run;
  readonly pageIndex: number;
}

let left: Left | undefined;
/** The address whose query is to be run again. */
let stale: string | undefined;

export function remember(what: Left): void {
  left = what;
}

/** What was shown at an address; undefined if it was another session or address, or is stale. */
export function recall(session: number, address: string): Left | undefined {
  return left?.session === session && left.address === address ? left : undefined;
}

/** The address of the last query of a table; undefined if there is none. */
export function lastAddress(session: number, tableAddress: string): string | undefined {
  if (left?.session !== session) return undefined;
  return left.address.split("?")[0] === tableAddress ? left.address : undefined;
}

/** After an item was written: the user's query is to be run again when he comes back to it. */
export function markStale(address: string): void {
  stale = address;
}

/** Whether the query of an address must be run again. Asking takes the mark away. */
export function takeStale(address: string): boolean {
  const was = stale === address;
  stale = undefined;
  return was;
}
