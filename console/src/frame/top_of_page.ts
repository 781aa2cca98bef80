/** A new page is shown from its top, where its messages are. */

import { useEffect, useRef } from "react";
import { NavigationType, useNavigationType } from "react-router";
import { useShownPage } from "./shown_page";

/** Tabs of a page are no new pages. "Back" and "Forward" scroll to where the page was. */
export function useTopOfPage(): void {
  const shown = useShownPage();
  const isBack = useNavigationType() === NavigationType.Pop;
  const names = Object.entries(shown?.names ?? {}).filter(([name]) => name !== "tab");
  const place = JSON.stringify([shown?.page.path, names]);
  const last = useRef(place);
  useEffect(() => {
    if (last.current === place) return;
    last.current = place;
    if (!isBack) window.scrollTo(0, 0);
  }, [place, isBack]);
}
