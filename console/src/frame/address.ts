/** Makes the addresses of pages. Names in them are encoded: a name may contain any character. */

/** `address("us-east-1", "tables", "Music", "items")` is `/us-east-1/tables/Music/items`. */
export function address(...parts: readonly string[]): string {
  return `/${parts.map(encodeURIComponent).join("/")}`;
}

/** The same as the target of a link: the router reads what follows `#`. */
export function linkTo(...parts: readonly string[]): string {
  return `#${address(...parts)}`;
}
