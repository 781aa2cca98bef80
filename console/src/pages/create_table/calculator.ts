/**
 * How many capacity units a load needs. Source: Developer Guide, "DynamoDB provisioned capacity
 * mode": a read unit is one strongly consistent read of up to 4 KB per second, a write unit one
 * write of up to 1 KB per second. An eventually consistent read needs half, a transaction twice.
 */

export interface Load {
  /** KB of an item. */
  readonly itemSize: number;
  readonly readsPerSecond: number;
  readonly writesPerSecond: number;
  readonly readConsistency: "eventual" | "strong" | "transactional";
  readonly writeConsistency: "standard" | "transactional";
}

const READ_UNIT_KB = 4;
const WRITE_UNIT_KB = 1;
const UNITS_PER_READ = { eventual: 0.5, strong: 1, transactional: 2 };
const UNITS_PER_WRITE = { standard: 1, transactional: 2 };

export function readUnits({ itemSize, readsPerSecond, readConsistency }: Load): number {
  const units = Math.max(1, Math.ceil(itemSize / READ_UNIT_KB)) * UNITS_PER_READ[readConsistency];
  return Math.ceil(units * readsPerSecond);
}

export function writeUnits({ itemSize, writesPerSecond, writeConsistency }: Load): number {
  const units = Math.max(1, Math.ceil(itemSize / WRITE_UNIT_KB));
  return Math.ceil(units * UNITS_PER_WRITE[writeConsistency] * writesPerSecond);
}
