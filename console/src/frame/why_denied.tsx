/** The dialog "Why denied?": asks the server which policies decided about a request. */

import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let asked: string | undefined;

function become(message: string | undefined): void {
  asked = message;
  listeners.forEach((listener) => listener());
}

/** Opens the dialog. `message`: the text of the error. */
export function explainDenial(message: string): void {
  become(message);
}

function useAsked(): string | undefined {
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
  const message = useAsked();
  if (message === undefined) return null;
  return null;
}
