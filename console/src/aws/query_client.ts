/** Keeps what was read. A request whose credentials are no longer valid asks for a new sign-in. */

import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { expire } from "@/frame/session";
import { isExpired } from "./errors";

const FRESH_MS = 2000;

function onError(thrown: Error): void {
  if (isExpired(thrown)) expire();
}

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  // The SDK repeats requests itself.
  defaultOptions: { queries: { retry: false, staleTime: FRESH_MS } },
});
