/**
 * The messages above the page: what was done, what failed.
 *
 * A message about a success ends by itself when the user goes on, at the second change of page after
 * it: what was done often leads to another page first. All others stay until they are closed.
 */

import type { ReactNode } from "react";
import { useSyncExternalStore } from "react";

export interface Message {
  readonly id: string;
  readonly type: "success" | "error" | "info" | "warning" | "in-progress";
  readonly content: ReactNode;
  readonly action?: ReactNode;
}

interface Shown extends Message {
  /** How many changes of page a success outlives. */
  readonly pagesLeft: number;
}

const SHOWN_MAX = 20;
const SUCCESSES_MAX = 3;
const PAGES = 1;
const listeners = new Set<() => void>();
let count = 0;
let messages: readonly Shown[] = [];

function become(next: readonly Shown[]): void {
  messages = withoutOldSuccesses(next).slice(0, SHOWN_MAX);
  listeners.forEach((listener) => listener());
}

/** The newest message is the first. */
function withoutOldSuccesses(shown: readonly Shown[]): readonly Shown[] {
  const dropped = new Set(shown.filter(({ type }) => type === "success").slice(SUCCESSES_MAX));
  return shown.filter((message) => !dropped.has(message));
}

/**
 * Shows a message. One with the id of a message that is shown takes its place, and so does one that
 * says the same. Returns the id.
 */
export function showMessage(message: Omit<Message, "id"> & { id?: string }): string {
  const id = message.id ?? `message-${String(++count)}`;
  const others = messages.filter((shown) => shown.id !== id && !saysTheSame(shown, message));
  become([{ ...message, id, pagesLeft: PAGES }, ...others]);
  return id;
}

function saysTheSame(one: Shown, other: Omit<Message, "id">): boolean {
  return (
    typeof one.content === "string" && one.content === other.content && one.type === other.type
  );
}

/** The user has opened another page. */
export function openedPage(): void {
  become(
    messages
      .filter(({ type, pagesLeft }) => type !== "success" || pagesLeft > 0)
      .map((message) => ({ ...message, pagesLeft: message.pagesLeft - 1 })),
  );
}

export function dismissMessage(id: string): void {
  if (!messages.some((shown) => shown.id === id)) return;
  become(messages.filter((shown) => shown.id !== id));
}

export function dismissAll(): void {
  become([]);
}

export function shownMessages(): readonly Message[] {
  return messages;
}

export function useMessages(): readonly Message[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, shownMessages);
}
