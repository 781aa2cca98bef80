/** The way from the tables to the page that is shown. */

import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import { useEffect } from "react";
import { PAGES } from "@/pages/all";
import { pageAddress } from "./address";
import type { Page } from "./page";
import { useRegion } from "./region";
import { useShownPage } from "./shown_page";

export function Breadcrumbs() {
  const region = useRegion();
  const shown = useShownPage();
  const title = shown?.page.title(shown.names) ?? "Not found";
  useEffect(() => {
    document.title = `${title} - Jedlik`;
  }, [title]);
  if (!shown) return null;
  const items = [{ text: title, href: window.location.hash }];
  for (let above = pageAt(shown.page.above); above; above = pageAt(above.above)) {
    const href = pageAddress(region, above.path, shown.names);
    items.unshift({ text: above.title(shown.names), href });
  }
  return <BreadcrumbGroup items={items} />;
}

function pageAt(path: string | undefined): Page | undefined {
  return path === undefined ? undefined : PAGES.find((page) => page.path === path);
}
