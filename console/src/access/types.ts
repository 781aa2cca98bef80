/** Words that these pages share. */

export type Arn = string;

export type HolderKind = "user" | "group" | "role";

/** Whoever has policies. */
export interface Holder {
  readonly kind: HolderKind;
  readonly name: string;
}

/** One tag, as IAM and EC2 write it. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}
