/** Saves an edited item: what changed, if nobody else changed it meanwhile. */

import type { ItemsClient } from "@/aws/items";
import { ApiError } from "@/aws/json_client";
import { changesBetween, keyValues, moveOf, writeOf } from "@/items/changes";
import type { KeyAttribute } from "@/items/sources";
import type { Item } from "@/items/value";
import { isSameItem } from "@/items/value";
import { getItem } from "./use_item";

export interface Edit {
  readonly name: string;
  readonly key: readonly KeyAttribute[];
  /** As the page showed it. */
  readonly before: Item;
  readonly after: Item;
}

export type Outcome =
  | { readonly kind: "saved"; readonly item: Item; readonly unchecked: readonly string[] }
  /** Someone else changed the item. `now` is null if it was deleted. */
  | { readonly kind: "lost"; readonly now: Item | null }
  /** There is an item with the new key. */
  | { readonly kind: "taken" };

export function hasNewKey({ key, before, after }: Edit): boolean {
  return !isSameItem(keyValues(before, key), keyValues(after, key));
}

/** Changed attributes that one request cannot check. If there are any, the user is asked first. */
export function uncheckedOf({ name, key, before, after }: Edit): readonly string[] {
  return writeOf(name, key, before, after).unchecked;
}

export async function saveEdit(items: ItemsClient, edit: Edit): Promise<Outcome> {
  const { name, key, before, after } = edit;
  if (changesBetween(before, after).length === 0) {
    return { kind: "saved", item: before, unchecked: [] };
  }
  if (hasNewKey(edit)) return move(items, edit);
  const write = writeOf(name, key, before, after);
  try {
    await items.call(write.operation, write.input);
  } catch (thrown) {
    if (!isLost(thrown)) throw thrown;
    return { kind: "lost", now: await getItem(items, name, keyValues(before, key)) };
  }
  // The service may write a number in another way: what is stored is shown.
  const stored = await getItem(items, name, keyValues(after, key));
  return { kind: "saved", item: stored ?? after, unchecked: write.unchecked };
}

async function move(items: ItemsClient, { name, key, before, after }: Edit): Promise<Outcome> {
  try {
    await items.call("TransactWriteItems", moveOf(name, key, before, after));
  } catch (thrown) {
    const [put, removal] = reasonsOf(thrown);
    if (put === LOST) return { kind: "taken" };
    if (removal !== LOST) throw thrown;
    return { kind: "lost", now: await getItem(items, name, keyValues(before, key)) };
  }
  const stored = await getItem(items, name, keyValues(after, key));
  return { kind: "saved", item: stored ?? after, unchecked: [] };
}

const LOST = "ConditionalCheckFailed";

function isLost(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.name === "ConditionalCheckFailedException";
}

/** Why each action of a transaction was refused. */
function reasonsOf(thrown: unknown): readonly (string | undefined)[] {
  const reasons = thrown instanceof ApiError ? thrown.answer.CancellationReasons : undefined;
  if (!Array.isArray(reasons)) return [];
  return reasons.map((reason: unknown) =>
    typeof reason === "object" && reason !== null && "Code" in reason
      ? String(reason.Code)
      : undefined,
  );
}
