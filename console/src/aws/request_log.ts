/** The last requests of this page, for the request inspector. They stay in the memory of the page. */

import { useSyncExternalStore } from "react";

/** What travelled, without headers that only the signature needs. */
export interface Sent {
  readonly method: string;
  /** With the query: `/`, but for APIs whose operations have addresses. */
  readonly path: string;
  /** Empty if there is no body. */
  readonly contentType: string;
  /** The value of X-Amz-Target, for APIs that have it. */
  readonly target?: string;
  readonly body: string;
}

export interface LoggedRequest {
  readonly number: number;
  readonly api: string;
  readonly operation: string;
  readonly region: string;
  readonly input: unknown;
  readonly sent?: Sent;
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
  "Plaintext",
  "PrivateKeyPlaintext",
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
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentRequests);
}

/** The newest request first. */
export function currentRequests(): readonly LoggedRequest[] {
  return requests;
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

function sentWithoutSecrets(sent: Sent): Sent {
  const { contentType, body } = sent;
  if (![...SECRETS].some((name) => body.includes(name))) return sent;
  if (contentType.includes("json")) {
    return { ...sent, body: JSON.stringify(withoutSecrets(JSON.parse(body))) };
  }
  const form = new URLSearchParams(body);
  for (const name of form.keys()) {
    if (SECRETS.has(name.split(".").at(-1) ?? "")) form.set(name, "********");
  }
  return { ...sent, body: form.toString() };
}

interface Metadata {
  readonly $metadata?: { readonly requestId?: string };
}

/** What of the SDK's middleware stack is needed. Every client has another type of it. */
interface Stack {
  add(middleware: Middleware, options: { step: "initialize" | "build"; name: string }): void;
}

type Middleware = (
  next: (args: never) => Promise<{ output: object }>,
  context: { commandName?: string },
) => (args: { input: object; request?: unknown }) => Promise<{ output: object }>;

/** Makes a client of the SDK record each of its requests. */
export function logRequests(api: string, region: string, stack: unknown): void {
  // Both middlewares of one request have the same context.
  const sent = new WeakMap<object, Sent>();
  const log: Middleware = (next, context) => async (args) => {
    const operation = (context.commandName ?? "Command").replace(/Command$/, "");
    const request = { api, region, operation, input: args.input };
    return recorded({ ...request, sentOf: () => sent.get(context) }, async () => {
      const result = await next(args as never);
      return { result, shown: result.output as Metadata };
    });
  };
  const note: Middleware = (next, context) => (args) => {
    const found = sentOf(args.request);
    if (found) sent.set(context, found);
    return next(args as never);
  };
  (stack as Stack).add(log, { step: "initialize", name: "jedlikRequestLog" });
  (stack as Stack).add(note, { step: "build", name: "jedlikRequestLogSent" });
}

interface HttpRequest {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function sentOf(request: unknown): Sent | undefined {
  const { method = "POST", path = "/", query = {}, headers, body } = (request ?? {}) as HttpRequest;
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : (body ?? "");
  if (typeof text !== "string") return undefined;
  const target = headers?.["x-amz-target"];
  return {
    method,
    path: path + queryText(query),
    contentType: headers?.["content-type"] ?? "",
    ...(target !== undefined && { target }),
    body: text,
  };
}

function queryText(query: NonNullable<HttpRequest["query"]>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value ?? ""].flat().map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(each)}`),
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** Runs a request and records what it answered. */
export async function recorded<T>(
  request: {
    readonly api: string;
    readonly region: string;
    readonly operation: string;
    readonly input: unknown;
    /** What was sent, once it is. */
    readonly sentOf: () => Sent | undefined;
  },
  run: () => Promise<{ result: T; shown: Metadata }>,
): Promise<T> {
  const startedAt = new Date();
  const started = performance.now();
  const clearing = clearings;
  const record = (request: Omit<LoggedRequest, "number">) => {
    if (clearing === clearings) add(request);
  };
  const { api, region, operation } = request;
  const common = () => {
    const sent = request.sentOf();
    const input = withoutSecrets(request.input);
    return {
      ...{ api, region, operation, input, startedAt },
      ...(sent && { sent: sentWithoutSecrets(sent) }),
    };
  };
  try {
    const { result, shown } = await run();
    const { $metadata, ...output } = shown;
    const milliseconds = performance.now() - started;
    const id = $metadata?.requestId === undefined ? {} : { requestId: $metadata.requestId };
    record({ ...common(), milliseconds, output: withoutSecrets(output), ...id });
    return result;
  } catch (thrown) {
    const { name, message } = thrown as Error;
    const id = (thrown as Metadata).$metadata?.requestId;
    const milliseconds = performance.now() - started;
    record({
      ...common(),
      milliseconds,
      error: { name, message },
      ...(id === undefined ? {} : { requestId: id }),
    });
    throw thrown;
  }
}
