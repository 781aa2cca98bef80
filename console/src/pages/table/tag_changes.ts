/** What must be sent so that a table has the tags of a form. */

import type { Tag } from "@aws-sdk/client-dynamodb";

export interface TagChanges {
  readonly set: readonly Tag[];
  readonly removed: readonly string[];
}

export function tagChanges(before: readonly Tag[], after: readonly Tag[]): TagChanges {
  const had = new Map(before.map(({ Key, Value }) => [Key, Value]));
  const has = new Set(after.map(({ Key }) => Key));
  return {
    set: after.filter(({ Key, Value }) => !had.has(Key) || had.get(Key) !== Value),
    removed: before.flatMap(({ Key }) => (Key !== undefined && !has.has(Key) ? [Key] : [])),
  };
}
