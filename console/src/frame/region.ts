/** The Region of a page is the first part of its address: `#/us-east-1/tables`. */

import { usePathNames } from "./path_names";

export function useRegion(): string {
  const { region } = usePathNames();
  if (region === undefined) throw new Error("The address of every page begins with a Region.");
  return region;
}
