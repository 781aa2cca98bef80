/** The tags of tables, and which tables have one. */

import type { Tag } from "@aws-sdk/client-dynamodb";

export interface TagsOfTable {
  readonly name: string;
  readonly tags: readonly Tag[];
}

export function tagKeys(tables: readonly TagsOfTable[]): string[] {
  return sorted(tables.flatMap(({ tags }) => tags.map(({ Key: key = "" }) => key)));
}

/** The values of a key, or of all keys. */
export function tagValues(tables: readonly TagsOfTable[], key: string | undefined): string[] {
  const tags = tables.flatMap((table) => table.tags);
  return sorted(
    tags.filter(({ Key }) => key === undefined || Key === key).map(({ Value = "" }) => Value),
  );
}

/** undefined: any. */
export function taggedNames(
  tables: readonly TagsOfTable[],
  { key, value }: { readonly key: string | undefined; readonly value: string | undefined },
): ReadonlySet<string> {
  const matches = (tag: Tag) =>
    (key === undefined || tag.Key === key) && (value === undefined || tag.Value === value);
  return new Set(tables.filter(({ tags }) => tags.some(matches)).map(({ name }) => name));
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort((one, other) => one.localeCompare(other));
}
