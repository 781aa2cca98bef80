/** The way from the tables to the page that is shown. */

import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import { useEffect } from "react";
import { generatePath, useMatches } from "react-router";
import { PAGES } from "@/pages/all";
import { linkTo } from "./address";
import type { Page } from "./page";
import { useRegion } from "./region";

/** The page that the address leads to. */
function useShownPage():
  { page: Page; parameters: Readonly<Record<string, string | undefined>> } | undefined {
  const match = useMatches().findLast(({ handle }) => handle !== undefined);
  return match && { page: match.handle as Page, parameters: match.params };
}

export function Breadcrumbs() {
  const region = useRegion();
  const shown = useShownPage();
  const title = shown?.page.title(shown.parameters) ?? "Not found";
  useEffect(() => {
    document.title = `${title} - Jedlik`;
  }, [title]);
  if (!shown) return null;
  const items = [{ text: title, href: window.location.hash }];
  for (let above = pageAt(shown.page.above); above; above = pageAt(above.above)) {
    const href = `${linkTo(region)}/${generatePath(above.path, shown.parameters)}`;
    items.unshift({ text: above.title(shown.parameters), href });
  }
  return <BreadcrumbGroup items={items} />;
}

function pageAt(path: string | undefined): Page | undefined {
  return path === undefined ? undefined : PAGES.find((page) => page.path === path);
}
