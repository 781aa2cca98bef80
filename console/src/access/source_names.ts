/** Names of policies and principals in answers of the simulator. */

import type { Arn, Holder } from "./types";

/** `arn:aws:iam::000000000000:user/eng/Anna` is the user Anna. */
export function holderOf(arn: Arn): Holder | undefined {
  const [kind, ...path] = arn.split(":").slice(5).join(":").split("/");
  const name = path.at(-1);
  if (name === undefined || (kind !== "user" && kind !== "group" && kind !== "role")) {
    return undefined;
  }
  return { kind, name };
}

/** The name of the inline policy if `source` is `user_Anna_NAME` of this holder. */
export function inlineName({ kind, name }: Holder, source: string): string | undefined {
  const prefix = `${kind}_${name}_`;
  return source.startsWith(prefix) ? source.slice(prefix.length) : undefined;
}
