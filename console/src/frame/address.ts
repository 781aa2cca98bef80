/**
 * Makes the addresses of pages, and reads the names in them. A name may contain any character.
 *
 * The router decodes each part of a path, and then takes the text `%2F` in it for a slash. So the
 * percent signs of a name are encoded once more before, and decoded once more after.
 */

/** `address("us-east-1", "tables", "Music", "items")` is `/us-east-1/tables/Music/items`. */
export function address(...parts: readonly string[]): string {
  return `/${parts.map((part) => encodeURIComponent(part.replaceAll("%", "%25"))).join("/")}`;
}

/** The same as the target of a link: the router reads what follows `#`. */
export function linkTo(...parts: readonly string[]): string {
  return `#${address(...parts)}`;
}

export type PathNames = Readonly<Record<string, string | undefined>>;

/** The names in the path of a page, from the parameters of the router. */
export function pathNames(parameters: PathNames): PathNames {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, name]) => [key, name?.replaceAll("%25", "%")]),
  );
}

/** The address of a page, such as `tables/:name/:tab?`, with these names. */
export function pageAddress(region: string, path: string, names: PathNames): string {
  const parts = path.split("/").flatMap((part) => {
    if (!part.startsWith(":")) return part;
    return names[part.replaceAll(/[:?]/g, "")] ?? [];
  });
  return linkTo(region, ...parts);
}
