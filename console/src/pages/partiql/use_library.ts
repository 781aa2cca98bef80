/** The library of the user who is signed in. Another user of this browser has another one. */

import { usePreference } from "@/frame/preferences";
import { showMessage } from "@/frame/messages";
import { useSession } from "@/frame/session";
import type { Library } from "./library";
import { libraryOf } from "./library";

/** Changes the library by a function. Returns whether the browser could store the result. */
export type ChangeLibrary = (change: (library: Library) => Library) => boolean;

export function useLibrary(): [Library, ChangeLibrary] {
  const { accountId, arn } = useSession();
  const [stored, store] = usePreference<unknown>(`partiql.${accountId}.${arn}`, null);
  const library = libraryOf(stored);
  const change: ChangeLibrary = (make) => {
    try {
      store(make(library));
      return true;
    } catch {
      showMessage({
        type: "error",
        content: "The browser has no more room for saved queries and history. Delete some of them.",
      });
      return false;
    }
  };
  return [library, change];
}
