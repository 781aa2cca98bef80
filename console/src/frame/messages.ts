/** The messages above the page: what was done, what failed. */

import type { ReactNode } from "react";
import { useSyncExternalStore } from "react";

export interface Message {
  readonly id: string;
  readonly type: "success" | "error" | "info" | "warning" | "in-progress";
  readonly content: ReactNode;
  readonly action?: ReactNode;
}

const SHOWN_MAX = 20;
const listeners = new Set<() => void>();
let count = 0;
let messages: readonly Message[] = [];

function become(next: readonly Message[]): void {
  messages = next.slice(0, SHOWN_MAX);
  listeners.forEach((listener) => listener());
}

/** Shows a message. One with the id of a message that is shown takes its place. Returns the id. */
export function showMessage(message: Omit<Message, "id"> & { id?: string }): string {
  const id = message.id ?? `message-${String(++count)}`;
  become([{ ...message, id }, ...messages.filter((shown) => shown.id !== id)]);
  return id;
}

export function dismissMessage(id: string): void {
  if (!messages.some((shown) => shown.id === id)) return;
  become(messages.filter((shown) => shown.id !== id));
}

export function dismissAll(): void {
  become([]);
}

export function useMessages(): readonly Message[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => messages,
  );
}
