/** Counts the items of a table, page by page. */

import type { AttributeValue, ScanCommandOutput } from "@aws-sdk/client-dynamodb";

export interface Count {
  readonly items: number;
  readonly units: number;
  readonly isComplete: boolean;
}

type Key = Record<string, AttributeValue>;
export type ScanPage = (
  start: Key | undefined,
) => Promise<Pick<ScanCommandOutput, "Count" | "ConsumedCapacity" | "LastEvaluatedKey">>;

/** Reports the count after each page. It ends early if the signal stops it. */
export async function countItems(
  scan: ScanPage,
  onProgress: (count: Count) => void,
  signal: AbortSignal,
): Promise<void> {
  let items = 0;
  let units = 0;
  let start: Key | undefined;
  do {
    const page = await scan(start);
    items += page.Count ?? 0;
    units += page.ConsumedCapacity?.CapacityUnits ?? 0;
    start = page.LastEvaluatedKey;
    onProgress({ items, units, isComplete: start === undefined });
  } while (start !== undefined && !signal.aborted);
}
