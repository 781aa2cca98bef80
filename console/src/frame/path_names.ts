import { useParams } from "react-router";
import type { PathNames } from "./address";
import { pathNames } from "./address";

/** The names in the address of the page: `{ name: "Music" }` for `tables/:name`. */
export function usePathNames(): PathNames {
  return pathNames(useParams());
}
