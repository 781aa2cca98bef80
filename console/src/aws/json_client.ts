/** Calls an API of JSON 1.0 where the AWS SDK has no operation, or would change what is sent or read. */

import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Credentials } from "@/frame/session";
import { recorded } from "./request_log";

export interface Api {
  /** The name in the log of requests. */
  readonly title: string;
  /** What stands before the operation in X-Amz-Target. */
  readonly target: string;
  /** The name of the service in the signature. */
  readonly service: string;
}

const CONTENT_TYPE = "application/x-amz-json-1.0";
const ATTEMPTS = 3;
const PAUSE_MS = 100;
const REPEATED = new Set([
  "InternalServerError",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
]);

/** An error of the server. `answer` has what else it says, such as the item of a failed condition. */
export class ApiError extends Error {
  readonly answer: Readonly<Record<string, unknown>>;

  constructor(answer: Readonly<Record<string, unknown>>) {
    const type = typeof answer.__type === "string" ? answer.__type : "Error";
    super(String(answer.message ?? answer.Message ?? type));
    this.name = type.slice(type.lastIndexOf("#") + 1);
    this.answer = answer;
  }
}

export class JsonClient {
  readonly #api: Api;
  readonly #region: string;
  readonly #signer: SignatureV4 | undefined;

  /** Without credentials only operations that are not signed can be called. */
  constructor(api: Api, credentials: Credentials | undefined, region: string) {
    this.#api = api;
    this.#region = region;
    this.#signer =
      credentials && new SignatureV4({ credentials, region, service: api.service, sha256: Sha256 });
  }

  async call<Output extends object>(
    operation: string,
    input: object,
    signal?: AbortSignal,
  ): Promise<Output> {
    const body = JSON.stringify(input);
    const target = `${this.#api.target}.${operation}`;
    const sent = { method: "POST", path: "/", contentType: CONTENT_TYPE, target, body };
    const request = { api: this.#api.title, region: this.#region, operation, input };
    return recorded({ ...request, sentOf: () => sent }, async () => {
      const output = await this.#repeated<Output>(operation, body, signal);
      return { result: output, shown: output };
    });
  }

  async #repeated<Output>(operation: string, body: string, signal?: AbortSignal): Promise<Output> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#send<Output>(operation, body, signal);
      } catch (thrown) {
        const isRepeated = thrown instanceof ApiError && REPEATED.has(thrown.name);
        if (!isRepeated || attempt === ATTEMPTS) throw thrown;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** attempt));
      }
    }
  }

  async #send<Output>(operation: string, body: string, signal?: AbortSignal): Promise<Output> {
    const { protocol, hostname, host, port } = window.location;
    const plain = new HttpRequest({
      method: "POST",
      protocol,
      hostname,
      ...(port === "" ? {} : { port: Number(port) }),
      path: "/",
      headers: {
        host,
        "content-type": CONTENT_TYPE,
        "x-amz-target": `${this.#api.target}.${operation}`,
      },
      body,
    });
    const { headers } = this.#signer ? await this.#signer.sign(plain) : plain;
    const sent = { ...headers };
    delete sent.host; // the browser writes it itself
    const init = { method: "POST", headers: sent, body, ...(signal && { signal }) };
    const response = await fetch("/", init);
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new ApiError(answer);
    return answer as Output;
  }
}
