/** The ways to sign in. Each returns a session that the server has accepted. */

import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
} from "@aws-sdk/client-sts";
import { makeClients } from "@/aws/clients";
import { JedlikClient } from "@/aws/jedlik";
import type { Credentials, Session } from "./session";

export type NewSession = Omit<Session, "number" | "origin">;

/** What the credentials of STS have in common with those of Jedlik.SignIn. */
interface Issued {
  AccessKeyId?: string | undefined;
  SecretAccessKey?: string | undefined;
  SessionToken?: string | undefined;
  Expiration?: Date | undefined;
}

const HOUR_S = 3600;
const SESSION_S = 12 * HOUR_S;

/** A key pair, or temporary credentials. `stays`: exchanges a key pair, so that it is not stored. */
export async function byAccessKey(
  given: Credentials,
  region: string,
  stays: boolean,
): Promise<NewSession> {
  const session = await identified(given, region);
  if (!stays || given.sessionToken !== undefined) return session;
  const isRoot = session.arn.endsWith(":root");
  const { Credentials: issued } = await makeClients(given, region).sts.send(
    new GetSessionTokenCommand({ DurationSeconds: isRoot ? HOUR_S : SESSION_S }),
  );
  return { ...session, credentials: credentialsOf(issued) };
}

export interface Password {
  /** The id or the alias of the account. */
  readonly account: string;
  readonly userName: string;
  readonly password: string;
  readonly newPassword?: string;
}

interface SignInAnswer {
  Credentials: {
    AccessKeyId: string;
    SecretAccessKey: string;
    SessionToken: string;
    Expiration: number;
  };
}

export async function byPassword(given: Password, region: string): Promise<NewSession> {
  const answer = await new JedlikClient(undefined, region).call<SignInAnswer>("SignIn", {
    Account: given.account,
    UserName: given.userName,
    Password: given.password,
    DurationSeconds: SESSION_S,
    ...(given.newPassword === undefined ? {} : { NewPassword: given.newPassword }),
  });
  const { Expiration, ...keys } = answer.Credentials;
  const issued = { ...keys, Expiration: new Date(Expiration * 1000) };
  return identified(credentialsOf(issued), region);
}

/** In open mode the server accepts every credential. */
export async function withoutCredentials(region: string): Promise<NewSession> {
  return identified({ accessKeyId: "console", secretAccessKey: "console" }, region);
}

/** Credentials of a role. The caller is that of `session`, or of the session it came from. */
export async function byRole(
  session: Session,
  role: { readonly arn: string; readonly sessionName: string },
  region: string,
): Promise<NewSession> {
  const { credentials } = session.origin ?? session;
  const { Credentials: issued } = await makeClients(credentials, region).sts.send(
    new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: role.sessionName }),
  );
  return identified(credentialsOf(issued), region);
}

async function identified(credentials: Credentials, region: string): Promise<NewSession> {
  const answer = await makeClients(credentials, region).sts.send(new GetCallerIdentityCommand({}));
  return { credentials, accountId: answer.Account ?? "", arn: answer.Arn ?? "" };
}

function credentialsOf(issued: Issued | undefined): Credentials {
  if (issued?.AccessKeyId === undefined || issued.SecretAccessKey === undefined) {
    throw new Error("The server returned no credentials.");
  }
  return {
    accessKeyId: issued.AccessKeyId,
    secretAccessKey: issued.SecretAccessKey,
    ...(issued.SessionToken === undefined ? {} : { sessionToken: issued.SessionToken }),
    ...(issued.Expiration === undefined ? {} : { expiration: issued.Expiration }),
  };
}
