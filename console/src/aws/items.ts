/**
 * Calls DynamoDB's operations on items. The SDK loses an attribute named `__proto__`, and it turns
 * binary into bytes, which the pages would turn back into base64.
 */

import type { Credentials } from "@/frame/session";
import { JsonClient } from "./json_client";

const ITEMS = { title: "DynamoDB", target: "DynamoDB_20120810", service: "dynamodb" };

export class ItemsClient extends JsonClient {
  constructor(credentials: Credentials | undefined, region: string) {
    super(ITEMS, credentials, region);
  }
}
