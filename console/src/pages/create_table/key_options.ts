/** The keys of KMS that a user can choose. */

import type { AliasListEntry, KeyListEntry } from "@aws-sdk/client-kms";

export interface KeyOption {
  /** The ARN of the key. */
  readonly value: string;
  readonly label: string;
  readonly description: string;
}

const OF_AWS = "alias/aws/";

/** Keys of the account with their aliases. Keys that AWS manages are left out. */
export function keyOptions(
  keys: readonly KeyListEntry[],
  aliases: readonly AliasListEntry[],
): KeyOption[] {
  const names = new Map<string, string[]>();
  for (const { AliasName: name = "", TargetKeyId: id = "" } of aliases) {
    names.set(id, [...(names.get(id) ?? []), name]);
  }
  return keys.flatMap(({ KeyId: id = "", KeyArn: arn = "" }) => {
    const own = names.get(id) ?? [];
    if (own.some((name) => name.startsWith(OF_AWS))) return [];
    return [{ value: arn, label: own.join(", ") || id, description: arn }];
  });
}
