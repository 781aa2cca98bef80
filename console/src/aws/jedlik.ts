/** Calls the API of Jedlik itself, which the AWS SDK does not have. */

import type { Credentials } from "@/frame/session";
import { JsonClient } from "./json_client";

const JEDLIK = { title: "Jedlik", target: "Jedlik_20261130", service: "jedlik" };

export class JedlikClient extends JsonClient {
  constructor(credentials: Credentials | undefined, region: string) {
    super(JEDLIK, credentials, region);
  }
}
