/**
 * One client for each API, for the signed-in user and one Region. All go to the server that served
 * this page: one endpoint answers all APIs.
 */

import { BackupClient } from "@aws-sdk/client-backup";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { STSClient } from "@aws-sdk/client-sts";
import type { Credentials, Session } from "@/frame/session";
import { ItemsClient } from "./items";
import { JedlikClient } from "./jedlik";
import { logRequests } from "./request_log";

export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly ec2: EC2Client;
  readonly kms: KMSClient;
  readonly backup: BackupClient;
  readonly jedlik: JedlikClient;
  /** DynamoDB's operations on items, without loss. */
  readonly items: ItemsClient;
}

/** The newest clients. Pages ask for those of one session and Region again and again. */
let newest: { credentials: Credentials; region: string; clients: Clients } | undefined;

export function clientsOf(session: Session, region: string): Clients {
  const { credentials } = session;
  if (newest?.credentials !== credentials || newest.region !== region) {
    newest = { credentials, region, clients: makeClients(credentials, region) };
  }
  return newest.clients;
}

export function makeClients(credentials: Credentials, region: string): Clients {
  const settings = { region, credentials, endpoint: window.location.origin, maxAttempts: 3 };
  const clients = {
    dynamodb: new DynamoDBClient(settings),
    streams: new DynamoDBStreamsClient(settings),
    iam: new IAMClient(settings),
    sts: new STSClient(settings),
    ec2: new EC2Client(settings),
    kms: new KMSClient(settings),
    backup: new BackupClient(settings),
  };
  logRequests("DynamoDB", region, clients.dynamodb.middlewareStack);
  logRequests("DynamoDB Streams", region, clients.streams.middlewareStack);
  logRequests("IAM", region, clients.iam.middlewareStack);
  logRequests("STS", region, clients.sts.middlewareStack);
  logRequests("EC2", region, clients.ec2.middlewareStack);
  logRequests("KMS", region, clients.kms.middlewareStack);
  logRequests("Backup", region, clients.backup.middlewareStack);
  return {
    ...clients,
    jedlik: new JedlikClient(credentials, region),
    items: new ItemsClient(credentials, region),
  };
}
