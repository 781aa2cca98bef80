/** Writes the items of a file, and reports each row that failed. */

import type { ItemsClient } from "@/aws/items";
import { createOf } from "@/items/changes";
import { itemsFromCsv } from "@/items/item_csv";
import type { ReadRow } from "@/items/item_csv";
import { itemsFromJson } from "@/items/item_files";
import type { KeyAttribute } from "@/items/sources";
import type { Item } from "@/items/value";
import { itemToWire } from "@/items/wire";
import type { Progress } from "./each";
import { forEach } from "./each";

export interface UploadRow {
  readonly row: number;
  readonly item: Item;
}

const BATCH = 25;
const ATTEMPTS = 8;
const PAUSE_MS = 50;

/** Reads the rows of a file by its name: `.csv`, or JSON. */
export function readFileRows(
  fileName: string,
  text: string,
  key: readonly KeyAttribute[],
  removesMarks: boolean,
): ReadRow[] {
  const typeOf = (name: string) => key.find((attribute) => attribute.name === name)?.type;
  return /\.csv$/i.test(fileName) ? itemsFromCsv(text, typeOf, removesMarks) : itemsFromJson(text);
}

export interface Upload {
  readonly tableName: string;
  readonly key: readonly KeyAttribute[];
  /** Whether an item that exists is replaced. */
  readonly replaces: boolean;
}

export async function uploadRows(
  client: ItemsClient,
  upload: Upload,
  rows: readonly UploadRow[],
  onProgress: (progress: Progress<UploadRow>) => void,
  signal: AbortSignal,
): Promise<Progress<UploadRow>> {
  const one = async ({ item }: UploadRow) => {
    const input = upload.replaces
      ? { TableName: upload.tableName, Item: itemToWire(item) }
      : createOf(upload.tableName, upload.key, item);
    await client.call("PutItem", input, signal);
  };
  if (!upload.replaces) return forEach(rows, one, onProgress, signal);
  let total: Progress<UploadRow> = { done: 0, failed: [] };
  for (let start = 0; start < rows.length && !signal.aborted; start += BATCH) {
    const batch = rows.slice(start, start + BATCH);
    const added = await batchOf(client, upload.tableName, batch).catch(() =>
      // One bad item makes the service refuse the whole batch: each is written by itself, in order.
      inOrder(batch, one, signal),
    );
    total = { done: total.done + added.done, failed: [...total.failed, ...added.failed] };
    onProgress(total);
  }
  return total;
}

interface BatchAnswer {
  readonly UnprocessedItems?: Readonly<Record<string, readonly object[]>>;
}

async function batchOf(
  client: ItemsClient,
  tableName: string,
  rows: readonly UploadRow[],
): Promise<Progress<UploadRow>> {
  let requests: readonly object[] = rows.map(({ item }) => ({
    PutRequest: { Item: itemToWire(item) },
  }));
  for (let attempt = 0; requests.length > 0; attempt++) {
    if (attempt === ATTEMPTS) throw new Error("The service did not take all items of a batch.");
    if (attempt > 0) await new Promise((done) => setTimeout(done, PAUSE_MS * 2 ** attempt));
    const input = { RequestItems: { [tableName]: requests } };
    const answer = await client.call<BatchAnswer>("BatchWriteItem", input);
    requests = answer.UnprocessedItems?.[tableName] ?? [];
  }
  return { done: rows.length, failed: [] };
}

async function inOrder(
  rows: readonly UploadRow[],
  act: (row: UploadRow) => Promise<void>,
  signal: AbortSignal,
): Promise<Progress<UploadRow>> {
  let done = 0;
  const failed: { thing: UploadRow; error: unknown }[] = [];
  for (const thing of rows) {
    if (signal.aborted) break;
    try {
      await act(thing);
      done += 1;
    } catch (error) {
      failed.push({ thing, error });
    }
  }
  return { done, failed };
}
