/** Whether the navigation is open. On a narrow screen it lies over the page, so it starts closed. */

import { useState } from "react";
import { usePreference } from "./preferences";

// The width below which Cloudscape lays the navigation over the page.
const NARROW = "(max-width: 688px)";

export interface NavigationDrawer {
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
  /** A link of it was followed. */
  readonly onFollow: () => void;
}

export function isNarrow(): boolean {
  return window.matchMedia(NARROW).matches;
}

export function useNavigationDrawer(): NavigationDrawer {
  const [isOpen, setOpen] = usePreference("navigation-open", true);
  const [isOpenOverPage, setOpenOverPage] = useState(false);
  return {
    isOpen: isNarrow() ? isOpenOverPage : isOpen,
    // A window that becomes narrow closes the navigation: that is no choice for wide windows.
    setOpen: (open) => (isNarrow() ? setOpenOverPage(open) : setOpen(open)),
    onFollow: () => setOpenOverPage(false),
  };
}
