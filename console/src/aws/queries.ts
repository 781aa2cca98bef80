/**
 * How pages read and write. What was read is kept by session, Region, operation and input; a write
 * names the operations whose answers it changes, and they are read again.
 */

import type { UseMutationResult, UseQueryResult } from "@tanstack/react-query";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { showMessage } from "@/frame/messages";
import { useRegion } from "@/frame/region";
import { currentState, goesOn, useSession } from "@/frame/session";
import type { Clients } from "./clients";
import { clientsOf } from "./clients";
import { describeFailure } from "./failure";

/** The operation and its input, such as `["DescribeTable", { TableName: "Music" }]`. */
export type ReadKey = readonly [operation: string, input?: unknown];

export interface ReadOptions<T> {
  /** Milliseconds between two reads, for what changes by itself. It may depend on the last answer. */
  readonly every?: number | ((newest: T | undefined) => number | false);
  readonly enabled?: boolean;
}

export function useClients(): Clients {
  return clientsOf(useSession(), useRegion());
}

/** The clients with the newest credentials: a session may be renewed before a page is drawn again. */
function newestClients(number: number, region: string): Clients | undefined {
  const state = currentState();
  const isSame = state.signedIn && state.session.number === number;
  return isSame ? clientsOf(state.session, region) : undefined;
}

/** Reads by `read`, for example one request, or all pages of a list. */
export function useRead<T>(
  key: ReadKey,
  read: (clients: Clients) => Promise<T>,
  options: ReadOptions<T> = {},
): UseQueryResult<T> {
  const { number } = useSession();
  const region = useRegion();
  const clients = useClients();
  const every = options.every ?? false;
  return useQuery({
    queryKey: [number, region, ...key],
    queryFn: () => read(newestClients(number, region) ?? clients),
    refetchInterval: typeof every === "function" ? ({ state }) => every(state.data) : every,
    enabled: options.enabled ?? true,
  });
}

export interface WriteOptions<Input, Output> {
  /** The operations whose answers change, such as "ListTables". */
  readonly changes?: readonly string[];
  /** The message after success. */
  readonly done?: (input: Input, output: Output) => ReactNode;
  readonly onSuccess?: (output: Output, input: Input) => void;
  /** Whether the form shows the failure itself. Otherwise it is a message above the page. */
  readonly showsFailure?: boolean;
}

export function useWrite<Input, Output>(
  write: (clients: Clients, input: Input) => Promise<Output>,
  options: WriteOptions<Input, Output> = {},
): UseMutationResult<Output, Error, Input> {
  const clients = useClients();
  const { number } = useSession();
  const region = useRegion();
  const readAgain = useReadAgain();
  return useMutation({
    mutationFn: (input: Input) => write(newestClients(number, region) ?? clients, input),
    onSuccess: (output, input) => {
      if (options.done && goesOn(number))
        showMessage({ type: "success", content: options.done(input, output) });
      options.onSuccess?.(output, input);
    },
    onError: (thrown) => {
      if (!options.showsFailure && goesOn(number)) {
        showMessage({ type: "error", ...describeFailure(thrown) });
      }
    },
    onSettled: () => readAgain(...(options.changes ?? [])),
  });
}

/** Returns a function that reads the answers of operations again. */
export function useReadAgain(): (...operations: readonly string[]) => Promise<void> {
  const queries = useQueryClient();
  return (...operations) =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) => operations.includes(String(queryKey[2])),
    });
}
