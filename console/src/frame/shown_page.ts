/** The page that the address leads to. */

import { useMatches } from "react-router";
import type { Page } from "./page";

export interface ShownPage {
  readonly page: Page;
  readonly parameters: Readonly<Record<string, string | undefined>>;
}

export function useShownPage(): ShownPage | undefined {
  const match = useMatches().findLast(({ handle }) => handle !== undefined);
  return match && { page: match.handle as Page, parameters: match.params };
}
