/** Calls the API of Jedlik itself (JSON 1.0), which the AWS SDK does not have. */

import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Credentials } from "@/frame/session";
import { recorded } from "./request_log";

const TARGET = "Jedlik_20261130";

export class JedlikClient {
  readonly #signer: SignatureV4 | undefined;

  /** Without credentials only operations that are not signed can be called. */
  constructor(credentials: Credentials | undefined, region: string) {
    this.#signer =
      credentials && new SignatureV4({ credentials, region, service: "jedlik", sha256: Sha256 });
  }

  async call<Output>(operation: string, input: object): Promise<Output> {
    return recorded({ api: "Jedlik", operation, input }, async () => {
      const output = await this.#send<Output>(operation, JSON.stringify(input));
      return { result: output, shown: output as object };
    });
  }

  async #send<Output>(operation: string, body: string): Promise<Output> {
    const { protocol, hostname, host, port } = window.location;
    const plain = new HttpRequest({
      method: "POST",
      protocol,
      hostname,
      ...(port === "" ? {} : { port: Number(port) }),
      path: "/",
      headers: {
        host,
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `${TARGET}.${operation}`,
      },
      body,
    });
    const { headers } = this.#signer ? await this.#signer.sign(plain) : plain;
    const sent = { ...headers };
    delete sent.host; // the browser writes it itself
    const response = await fetch("/", { method: "POST", headers: sent, body });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw errorOf(answer);
    return answer as Output;
  }
}

function errorOf(answer: Record<string, unknown>): Error {
  const type = typeof answer.__type === "string" ? answer.__type : "Error";
  const error = new Error(String(answer.message ?? answer.Message ?? type));
  error.name = type.slice(type.lastIndexOf("#") + 1);
  return error;
}
