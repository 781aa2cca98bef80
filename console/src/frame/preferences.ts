/** What a user chose about the look of the console, kept in localStorage. Never a secret. */

import { useCallback, useSyncExternalStore } from "react";

const PREFIX = "jedlik.";
const listeners = new Set<() => void>();
// The parsed values, so that a component gets the same object until it changes.
const parsed = new Map<string, { text: string; value: unknown }>();

export function readPreference<T>(name: string, otherwise: T): T {
  const text = localStorage.getItem(PREFIX + name);
  if (text === null) return otherwise;
  const known = parsed.get(name);
  if (known?.text === text) return known.value as T;
  try {
    const value: unknown = JSON.parse(text);
    parsed.set(name, { text, value });
    return value as T;
  } catch {
    return otherwise;
  }
}

export function writePreference<T>(name: string, value: T): void {
  localStorage.setItem(PREFIX + name, JSON.stringify(value));
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Like useState, but the value survives a reload. `otherwise` must be a constant. */
export function usePreference<T>(name: string, otherwise: T): [T, (value: T) => void] {
  const value = useSyncExternalStore(subscribe, () => readPreference(name, otherwise));
  const write = useCallback((changed: T) => writePreference(name, changed), [name]);
  return [value, write];
}
