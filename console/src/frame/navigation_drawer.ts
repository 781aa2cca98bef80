/** Whether the navigation is open. On a narrow screen it lies over the page, so it starts closed. */

import { useState } from "react";
import { usePreference } from "./preferences";

/** The width below which Cloudscape lays the navigation over the page. */
export const NARROW = "(max-width: 688px)";

export interface NavigationDrawer {
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
  /** A link of it was followed. */
  readonly onFollow: () => void;
}

export function useNavigationDrawer(): NavigationDrawer {
  const [isOpen, setOpen] = usePreference("navigation-open", true);
  const [isOpenOverPage, setOpenOverPage] = useState(false);
  const isNarrow = window.matchMedia(NARROW).matches;
  return isNarrow
    ? { isOpen: isOpenOverPage, setOpen: setOpenOverPage, onFollow: () => setOpenOverPage(false) }
    : { isOpen, setOpen, onFollow: () => undefined };
}
