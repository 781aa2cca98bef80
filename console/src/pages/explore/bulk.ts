/** Sets or removes one attribute of many items, and undoes it. */

import type { ItemsClient } from "@/aws/items";
import { keyValues } from "@/items/changes";
import type { KeyAttribute } from "@/items/sources";
import type { Item, Value } from "@/items/value";
import { isSame } from "@/items/value";
import type { WireObject } from "@/items/wire";
import { itemFromWire, itemToWire, valueToWire } from "@/items/wire";

export interface BulkChange {
  readonly tableName: string;
  readonly key: readonly KeyAttribute[];
  readonly attribute: string;
  /** Undefined: the attribute is removed. */
  readonly value: Value | undefined;
}

/** A change that was made, with what is needed to undo it. */
export interface Made {
  readonly item: Item;
  /** The value before. Undefined: the attribute did not exist. */
  readonly before: Value | undefined;
}

/** Changes one item, if it still exists. Returns what was there before; undefined if nothing changes. */
export async function changeOne(
  client: ItemsClient,
  change: BulkChange,
  item: Item,
): Promise<Made | undefined> {
  const answer = await client.call<{ readonly Attributes?: unknown }>("UpdateItem", {
    ...inputOf(change, item, change.value),
    ConditionExpression: "attribute_exists(#key)",
    ExpressionAttributeNames: { "#a": change.attribute, "#key": change.key[0]?.name ?? "" },
    ReturnValues: "UPDATED_OLD",
  });
  const old = answer.Attributes === undefined ? undefined : itemFromWire(answer.Attributes);
  const before = old?.get(change.attribute);
  return isSame(before, change.value) ? undefined : { item, before };
}

/** Gives an item the value of before, if it still has the one that the change gave it. */
export async function undoOne(client: ItemsClient, change: BulkChange, made: Made): Promise<void> {
  const input = inputOf(change, made.item, made.before);
  const now = change.value;
  const isThere = now === undefined ? "attribute_not_exists(#a)" : "#a = :now";
  const values = {
    ...(made.before && { ":a": valueToWire(made.before) }),
    ...(now && { ":now": valueToWire(now) }),
  };
  await client.call("UpdateItem", {
    ...input,
    // Without the key's condition a removed item would come back with this attribute alone.
    ConditionExpression: `attribute_exists(#key) AND ${isThere}`,
    ExpressionAttributeNames: { "#a": change.attribute, "#key": change.key[0]?.name ?? "" },
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  });
}

function inputOf(change: BulkChange, item: Item, value: Value | undefined): WireObject {
  return {
    TableName: change.tableName,
    Key: itemToWire(keyValues(item, change.key)),
    UpdateExpression: value === undefined ? "REMOVE #a" : "SET #a = :a",
    ...(value && { ExpressionAttributeValues: { ":a": valueToWire(value) } }),
  };
}
