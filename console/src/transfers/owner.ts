/** The owner of a bucket, as a user has typed it. */

export interface OwnerDraft {
  readonly isOther: boolean;
  /** The 12 digits of the account, if it is another one. */
  readonly account: string;
}

export const OWN: OwnerDraft = { isOther: false, account: "" };

export function ownerError({ isOther, account }: OwnerDraft): string | undefined {
  return isOther && !/^\d{12}$/.test(account.trim())
    ? "Type the 12 digits of the account."
    : undefined;
}

/** The member of a request. undefined: the account that calls. */
export function ownerOf({ isOther, account }: OwnerDraft): string | undefined {
  return isOther ? account.trim() : undefined;
}
