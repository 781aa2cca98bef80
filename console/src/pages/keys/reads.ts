/** Reads of encryption keys and their aliases. */

import type { KeyListEntry, KeyMetadata } from "@aws-sdk/client-kms";
import { DescribeKeyCommand, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import type { UseQueryResult } from "@tanstack/react-query";
import { present } from "@/aws/present";
import { allPages } from "@/aws/all_pages";
import { useRead } from "@/aws/queries";

export interface KeyRow {
  readonly id: string;
  readonly aliases: readonly string[];
}

/** All keys with their aliases. What else is known of a key is read for each key that is shown. */
export function useKeys(): UseQueryResult<KeyRow[]> {
  return useRead(["ListKeys"], async ({ kms }) => {
    const keys = await allPages<KeyListEntry, string>(async (Marker) => {
      const answer = await kms.send(new ListKeysCommand({ Marker }));
      return { items: answer.Keys, next: answer.NextMarker };
    });
    const aliases = await allPages<{ AliasName?: string; TargetKeyId?: string }, string>(
      async (Marker) => {
        const answer = await kms.send(new ListAliasesCommand({ Marker }));
        return { items: answer.Aliases, next: answer.NextMarker };
      },
    );
    return keys.map(({ KeyId: id = "" }) => ({
      id,
      aliases: aliases.flatMap(({ AliasName = "", TargetKeyId }) =>
        TargetKeyId === id ? [AliasName.replace(/^alias\//, "")] : [],
      ),
    }));
  });
}

export function useKey(id: string): UseQueryResult<KeyMetadata> {
  return useRead(["DescribeKey", id], async ({ kms }) =>
    present((await kms.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata, "key"),
  );
}
