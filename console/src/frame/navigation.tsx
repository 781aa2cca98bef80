/** The navigation at the left, made from the list of pages. */

import SideNavigation from "@cloudscape-design/components/side-navigation";
import type { SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import { useLocation } from "react-router";
import { PAGES } from "@/pages/all";
import { linkTo } from "./address";
import { SECTIONS } from "./page";
import { useRegion } from "./region";

export function Navigation({ onFollow }: { readonly onFollow: () => void }) {
  const region = useRegion();
  const { pathname } = useLocation();
  const entries = PAGES.flatMap(({ path, navigation }) =>
    navigation ? [{ path, ...navigation }] : [],
  );
  const hrefOf = (path: string) => linkTo(region, ...fixedParts(path));
  const items = SECTIONS.map((section): SideNavigationProps.Item => ({
    type: "section",
    text: section,
    items: entries
      .filter((entry) => entry.section === section)
      .map(({ path, text }) => ({ type: "link", text, href: hrefOf(path) })),
  })).filter((section) => "items" in section && section.items.length > 0);
  const active = entries
    .map(({ path }) => hrefOf(path))
    .filter((href) => `#${pathname}/`.startsWith(`${href}/`))
    .sort((one, other) => other.length - one.length)[0];
  return (
    <SideNavigation
      items={items}
      onFollow={onFollow}
      {...(active === undefined ? {} : { activeHref: active })}
    />
  );
}

/** The parts of a path before its first parameter. */
export function fixedParts(path: string): string[] {
  const parts = path.split("/");
  const parameter = parts.findIndex((part) => part.startsWith(":"));
  return parameter === -1 ? parts : parts.slice(0, parameter);
}
