/** Sends many requests, a few at a time. */

const AT_A_TIME = 8;

/** The results of `run` in the order of `items`. The first error ends it. */
export async function inGroups<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += AT_A_TIME) {
    results.push(...(await Promise.all(items.slice(start, start + AT_A_TIME).map(run))));
  }
  return results;
}
