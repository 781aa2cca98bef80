/**
 * The dialog "Why denied?": asks the server which policies decide about a request. Any page can open
 * it; its code is loaded then.
 */

import { lazy, Suspense, useSyncExternalStore } from "react";

/** What the dialog was opened with. */
export interface Asked {
  /** The text of the error. Absent: the user asks about a request that was not sent. */
  readonly message?: string;
}

const Dialog = lazy(() => import("./why_denied_dialog"));
const listeners = new Set<() => void>();
let asked: Asked | undefined;

function become(next: Asked | undefined): void {
  asked = next;
  listeners.forEach((listener) => listener());
}

/** Opens the dialog. `message`: the text of the error. */
export function explainDenial(message: string): void {
  become({ message });
}

/** Opens the dialog with an empty form. */
export function askAboutAccess(): void {
  become({});
}

function useAsked(): Asked | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
}

/** The dialog. The frame shows it once. */
export function WhyDenied() {
  const current = useAsked();
  if (current === undefined) return null;
  return (
    <Suspense fallback={null}>
      <Dialog asked={current} onClose={() => become(undefined)} />
    </Suspense>
  );
}
