/** The page that the address leads to. */

import { useMatches } from "react-router";
import type { PathNames } from "./address";
import { pathNames } from "./address";
import type { Page } from "./page";

export interface ShownPage {
  readonly page: Page;
  /** Those in its address. */
  readonly names: PathNames;
}

export function useShownPage(): ShownPage | undefined {
  const match = useMatches().findLast(({ handle }) => handle !== undefined);
  return match && { page: match.handle as Page, names: pathNames(match.params) };
}
