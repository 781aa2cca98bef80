/** Keeps what was read. Whatever goes wrong with the connection or the credentials is shown once. */

import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { dismissMessage, showMessage } from "@/frame/messages";
import { expire } from "@/frame/session";
import { isExpired, isUnreachable } from "./errors";
import { NOT_REACHABLE, notReachable } from "./not_reachable";

const FRESH_MS = 2000;

/** Credentials that are no longer valid ask for a new sign-in. A silent server never does. */
function onError(thrown: Error): void {
  if (isExpired(thrown)) expire();
  if (isUnreachable(thrown)) showMessage(notReachable(readAgain));
}

function onSuccess(): void {
  dismissMessage(NOT_REACHABLE);
}

/** Reads again whatever the page shows and could not be read. */
function readAgain(): void {
  void queries.refetchQueries({ type: "active", predicate: ({ state }) => state.error !== null });
}

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError, onSuccess }),
  mutationCache: new MutationCache({ onError, onSuccess }),
  // The SDK repeats requests itself. A request to this server needs no other network.
  defaultOptions: {
    queries: { retry: false, staleTime: FRESH_MS, networkMode: "always" },
    // What a write answers may be a secret. It is dropped when the page that asked for it has gone.
    mutations: { networkMode: "always", gcTime: 0 },
  },
});
