/** The old and the new image of a record, attribute by attribute. */

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { valueText } from "./value_text";

export interface ImageRow {
  readonly name: string;
  /** undefined: the image has no such attribute. */
  readonly old: string | undefined;
  readonly new: string | undefined;
  readonly isChanged: boolean;
}

type Image = Readonly<Record<string, AttributeValue>>;

/** The attributes of the key first, then the others by name. */
export function imageRows(
  keys: Image,
  oldImage: Image | undefined,
  newImage: Image | undefined,
): ImageRow[] {
  const others = new Set([...Object.keys(oldImage ?? {}), ...Object.keys(newImage ?? {})]);
  for (const name of Object.keys(keys)) others.delete(name);
  const names = [...Object.keys(keys), ...[...others].sort()];
  const textOf = (image: Image | undefined, name: string) => {
    const value = image?.[name];
    return value && valueText(value);
  };
  return names.map((name) => {
    const before = textOf(oldImage, name);
    const after = textOf(newImage, name);
    return { name, old: before, new: after, isChanged: before !== after };
  });
}
