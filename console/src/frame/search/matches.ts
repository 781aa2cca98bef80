/** Finds things by a part of their name. */

export interface Thing {
  readonly name: string;
  readonly href: string;
  /** What is shown next to the name. */
  readonly note?: string;
}

const SHOWN_MAX = 8;

/** Names that begin with the text first, then names that contain it. At most `shown` of them. */
export function matches(things: readonly Thing[], text: string, shown = SHOWN_MAX): Thing[] {
  const sought = text.trim().toLowerCase();
  const beginning: Thing[] = [];
  const containing: Thing[] = [];
  for (const thing of things) {
    const at = thing.name.toLowerCase().indexOf(sought);
    if (at === 0) beginning.push(thing);
    else if (at > 0 && containing.length < shown) containing.push(thing);
    if (beginning.length === shown) break;
  }
  return [...beginning, ...containing].slice(0, shown);
}
