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

export interface ReadSize {
  readonly isConsistent: boolean;
  /** How many items are read at most; undefined: as many as fit in 1 MB. */
  readonly pageItems: number | undefined;
  /** Into how many parts the source is divided. A page costs a unit for each part that it visits. */
  readonly parts: number;
}

/** The parts that a scan of a source visits: a new on-demand table is divided into four. */
export function partsOf(source: Source, isOnDemand: boolean, isScan: boolean): number {
  return isScan && isOnDemand && source.kind === "table" ? 4 : 1;
}

/** Before a read. */
export function estimate(source: Source, { isConsistent, pageItems, parts }: ReadSize): Estimate {
  const { itemCount, sizeBytes } = source;
  if (itemCount === undefined || sizeBytes === undefined) {
    return { page: undefined, whole: undefined };
  }
  const wholeUnits = units(sizeBytes, isConsistent, parts);
  if (itemCount === 0) return { page: wholeUnits, whole: wholeUnits };
  const items = Math.min(pageItems ?? itemCount, itemCount);
  const bytes = Math.min((sizeBytes / itemCount) * items, PAGE_BYTES_MAX);
  const visited = Math.min(parts, Math.floor((bytes / sizeBytes) * parts) + 1);
  return { page: units(bytes, isConsistent, visited), whole: wholeUnits };
}

function units(bytes: number, isConsistent: boolean, atLeast: number): number {
  return Math.max(Math.ceil(bytes / UNIT_BYTES), atLeast) * (isConsistent ? 1 : 0.5);
}
