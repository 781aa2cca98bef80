/** The last requests of this page, for the request inspector. They stay in the memory of the page. */

import { useSyncExternalStore } from "react";

export interface LoggedRequest {
  readonly number: number;
  readonly api: string;
  readonly operation: string;
  readonly input: unknown;
  readonly startedAt: Date;
  readonly milliseconds: number;
  /** The answer; absent if it is an error. */
  readonly output?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
  readonly requestId?: string;
}

const KEPT = 200;
const SECRETS = new Set([
  "Password",
  "OldPassword",
  "NewPassword",
  "SecretAccessKey",
  "SessionToken",
  "KeyMaterial",
]);
const listeners = new Set<() => void>();
let count = 0;
let clearings = 0;
let requests: readonly LoggedRequest[] = [];

function add(request: Omit<LoggedRequest, "number">): void {
  requests = [{ ...request, number: ++count }, ...requests].slice(0, KEPT);
  listeners.forEach((listener) => listener());
}

/** Drops all requests, also those that are not answered yet. */
export function clearRequests(): void {
  requests = [];
  clearings += 1;
  listeners.forEach((listener) => listener());
}

export function useRequests(): readonly LoggedRequest[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => requests,
  );
}

/** A copy in which secrets are replaced by asterisks. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Uint8Array || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      SECRETS.has(name) && member !== undefined ? "********" : withoutSecrets(member),
    ]),
  );
}

interface Metadata {
  readonly $metadata?: { readonly requestId?: string };
}

/** What of the SDK's middleware stack is needed. Every client has another type of it. */
interface Stack {
  add(
    middleware: (
      next: (args: never) => Promise<{ output: object }>,
      context: { commandName?: string },
    ) => (args: { input: object }) => Promise<{ output: object }>,
    options: { step: "initialize"; name: string },
  ): void;
}

/** Makes a client of the SDK record each of its requests. */
export function logRequests(api: string, stack: unknown): void {
  (stack as Stack).add(
    (next, context) => async (args) => {
      const operation = (context.commandName ?? "Command").replace(/Command$/, "");
      return recorded({ api, operation, input: args.input }, async () => {
        const result = await next(args as never);
        return { result, shown: result.output as Metadata };
      });
    },
    { step: "initialize", name: "jedlikRequestLog" },
  );
}

/** Runs a request and records what it answered. */
export async function recorded<T>(
  request: { api: string; operation: string; input: unknown },
  run: () => Promise<{ result: T; shown: Metadata }>,
): Promise<T> {
  const startedAt = new Date();
  const started = performance.now();
  const clearing = clearings;
  const record = (request: Omit<LoggedRequest, "number">) => {
    if (clearing === clearings) add(request);
  };
  const common = { ...request, input: withoutSecrets(request.input), startedAt };
  try {
    const { result, shown } = await run();
    const { $metadata, ...output } = shown;
    const milliseconds = performance.now() - started;
    const id = $metadata?.requestId === undefined ? {} : { requestId: $metadata.requestId };
    record({ ...common, milliseconds, output: withoutSecrets(output), ...id });
    return result;
  } catch (thrown) {
    const { name, message } = thrown as Error;
    const id = (thrown as Metadata).$metadata?.requestId;
    const milliseconds = performance.now() - started;
    record({
      ...common,
      milliseconds,
      error: { name, message },
      ...(id === undefined ? {} : { requestId: id }),
    });
    throw thrown;
  }
}
