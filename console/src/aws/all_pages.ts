/** Reads all pages of a list. */

/** Calls `page` with the token of the next page until there is none. */
export async function allPages<Item, Token>(
  page: (
    token: Token | undefined,
  ) => Promise<{ items: readonly Item[] | undefined; next: Token | undefined }>,
): Promise<Item[]> {
  const found: Item[] = [];
  let token: Token | undefined;
  do {
    const { items, next } = await page(token);
    found.push(...(items ?? []));
    token = next;
  } while (token !== undefined);
  return found;
}
