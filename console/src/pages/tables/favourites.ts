/** The tables that the user has marked with a star. */

export function toggled(names: readonly string[], name: string): readonly string[] {
  return names.includes(name) ? names.filter((each) => each !== name) : [...names, name];
}

/** Favourites first, otherwise as before. */
export function favouritesFirst<Row extends { readonly name: string }>(
  rows: readonly Row[],
  favourites: readonly string[],
): Row[] {
  const marked = new Set(favourites);
  return [
    ...rows.filter(({ name }) => marked.has(name)),
    ...rows.filter(({ name }) => !marked.has(name)),
  ];
}
