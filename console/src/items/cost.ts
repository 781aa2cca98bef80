/** What a read costs: units, and money by the public on-demand prices of us-east-1. */

import type { Source } from "./sources";

/** Dollars for one read request unit. AWS lists these prices since November 1, 2024. */
const PRICE_PER_UNIT = { STANDARD: 0.125 / 1e6, STANDARD_INFREQUENT_ACCESS: 0.155 / 1e6 } as const;
export const PRICES_OF = "on-demand prices of us-east-1 as of November 1, 2024";

export type TableClass = keyof typeof PRICE_PER_UNIT;

const UNIT_BYTES = 4096;
const PAGE_BYTES_MAX = 1024 * 1024;
const SECONDS_OF_A_DAY = 86_400;

export function dollars(units: number, tableClass: TableClass): number {
  return units * PRICE_PER_UNIT[tableClass];
}

/** The dollars of a day with a number of such reads in each second. */
export function dollarsPerDay(units: number, perSecond: number, tableClass: TableClass): number {
  return dollars(units * perSecond * SECONDS_OF_A_DAY, tableClass);
}

/** An amount in dollars with three significant digits: "$0.00000125". */
export function dollarText(amount: number): string {
  if (amount === 0) return "$0";
  const digits = Math.min(15, Math.max(2, 2 - Math.floor(Math.log10(amount))));
  const text = amount.toFixed(digits);
  return `$${digits > 2 ? text.replace(/0+$/, "") : text}`;
}

export interface Estimate {
  /** Units of one page. Undefined: the table's size is not known. */
  readonly page: number | undefined;
  /** Units until the end of the source: for a scan all of it, for a query at most. */
  readonly whole: number | undefined;
}

/** Before a read. `pageItems`: how many items are read at most; undefined: as many as fit in 1 MB. */
export function estimate(
  source: Source,
  isConsistent: boolean,
  pageItems: number | undefined,
): Estimate {
  const { itemCount, sizeBytes } = source;
  if (itemCount === undefined || sizeBytes === undefined || itemCount === 0) {
    return { page: undefined, whole: undefined };
  }
  const items = Math.min(pageItems ?? itemCount, itemCount);
  const bytes = Math.min((sizeBytes / itemCount) * items, PAGE_BYTES_MAX);
  return { page: units(bytes, isConsistent), whole: units(sizeBytes, isConsistent) };
}

function units(bytes: number, isConsistent: boolean): number {
  return Math.ceil(bytes / UNIT_BYTES) * (isConsistent ? 1 : 0.5);
}
