/** Whom a new role trusts, as the form says. */

import {
  jsonFinding,
  trustOfAccount,
  trustOfService,
  trustOfWebIdentity,
} from "@/access/documents";

export type TrustWay = "service" | "account" | "web" | "custom";

export interface TrustForm {
  readonly way: TrustWay;
  readonly service: string;
  /** Empty: the account of the user. */
  readonly account: string;
  readonly externalId: string;
  readonly provider: string;
  readonly audience: string;
  readonly custom: string;
}

export const EC2 = "ec2.amazonaws.com";
export const BACKUP = "backup.amazonaws.com";

export const NEW_TRUST: TrustForm = {
  way: "service",
  service: EC2,
  account: "",
  externalId: "",
  provider: "",
  audience: "",
  custom: trustOfService(EC2),
};

/** The document, or undefined while the form is incomplete. */
export function trustText(form: TrustForm, ownAccount: string): string | undefined {
  if (form.way === "service") {
    return form.service === "" ? undefined : trustOfService(form.service);
  }
  if (form.way === "account") {
    const account = form.account === "" ? ownAccount : form.account;
    return isAccountId(account) ? trustOfAccount(account, form.externalId) : undefined;
  }
  if (form.way === "web") {
    if (form.provider === "" || form.audience === "") return undefined;
    return trustOfWebIdentity(form.provider, form.audience);
  }
  return jsonFinding(form.custom) === undefined ? form.custom : undefined;
}

export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}
