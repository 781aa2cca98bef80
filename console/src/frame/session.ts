/**
 * Who is signed in. Credentials live in the memory of the page. If the user asks for it, they are
 * also in sessionStorage, which ends with the tab. They are nowhere else.
 */

import { useSyncExternalStore } from "react";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When they expire. Absent: never. */
  readonly expiration?: Date;
}

export interface Session {
  /** Counts the sessions of this page. Whatever is cached belongs to one number. */
  readonly number: number;
  readonly credentials: Credentials;
  readonly accountId: string;
  readonly arn: string;
  /** The session from which the user switched to this role. */
  readonly origin?: Session;
}

export type SessionState =
  /** isExpired: the server no longer accepts the credentials. The page stays, to be gone on with. */
  | { readonly signedIn: true; readonly session: Session; readonly isExpired: boolean }
  | { readonly signedIn: false };

const STORED = "jedlik.session";
const listeners = new Set<() => void>();
let count = 0;
let isStored = false;
let state: SessionState = restored();

function restored(): SessionState {
  const text = sessionStorage.getItem(STORED);
  if (text === null) return { signedIn: false };
  try {
    const session = revived(JSON.parse(text) as Session);
    isStored = true;
    return { signedIn: true, session, isExpired: false };
  } catch {
    sessionStorage.removeItem(STORED);
    return { signedIn: false };
  }
}

/** Gives a session from JSON its dates and a number of this page. */
function revived(session: Session): Session {
  const { expiration, ...keys } = session.credentials;
  const credentials =
    expiration === undefined ? keys : { ...keys, expiration: new Date(expiration) };
  const { origin, ...rest } = session;
  const revivedOrigin = origin === undefined ? {} : { origin: revived(origin) };
  return { ...rest, ...revivedOrigin, credentials, number: ++count };
}

function become(next: SessionState): void {
  state = next;
  if (next.signedIn && isStored) sessionStorage.setItem(STORED, JSON.stringify(next.session));
  else sessionStorage.removeItem(STORED);
  listeners.forEach((listener) => listener());
}

type NewSession = Omit<Session, "number" | "origin">;

function begin(session: Omit<Session, "number">): void {
  become({ signedIn: true, session: { ...session, number: ++count }, isExpired: false });
}

/** Starts a session. `stays`: whether it survives a reload of the tab. */
export function signIn(session: NewSession, stays: boolean): void {
  isStored = stays;
  begin(session);
}

/** Goes on as a role. `switchBack` returns to the session that was left. */
export function switchRole(role: NewSession): void {
  if (state.signedIn) begin({ ...role, origin: state.session.origin ?? state.session });
}

export function switchBack(): void {
  if (state.signedIn && state.session.origin !== undefined) begin(state.session.origin);
}

/** Goes on with new credentials of the same user: what was read and typed stays. */
export function renew(credentials: Credentials): void {
  if (!state.signedIn) return;
  become({ signedIn: true, session: { ...state.session, credentials }, isExpired: false });
}

/** Asks the user to sign in again, over the page as it is. */
export function expire(): void {
  if (state.signedIn) become({ ...state, isExpired: true });
}

export function signOut(): void {
  isStored = false;
  become({ signedIn: false });
}

/** Whether a session goes on. What a request of an ended session answers is not shown. */
export function goesOn(number: number): boolean {
  return state.signedIn && state.session.number === number;
}

export function currentState(): SessionState {
  return state;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSessionState(): SessionState {
  return useSyncExternalStore(subscribe, currentState);
}

/** The session of a page inside the frame, which is shown only to who is signed in. */
export function useSession(): Session {
  const current = useSessionState();
  if (!current.signedIn) throw new Error("This page is shown only to a signed-in user.");
  return current.session;
}
