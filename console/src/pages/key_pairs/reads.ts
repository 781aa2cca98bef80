/** Reads of key pairs. */

import type { KeyPairInfo } from "@aws-sdk/client-ec2";
import { DescribeKeyPairsCommand } from "@aws-sdk/client-ec2";
import type { UseQueryResult } from "@tanstack/react-query";
import { useRead } from "@/aws/queries";

/** All key pairs of the Region. The list has no pages. */
export function useKeyPairs(): UseQueryResult<KeyPairInfo[]> {
  return useRead(["DescribeKeyPairs"], async ({ ec2 }) => {
    const answer = await ec2.send(new DescribeKeyPairsCommand({}));
    return answer.KeyPairs ?? [];
  });
}

/** One key pair, with its public key. */
export function useKeyPair(id: string): UseQueryResult<KeyPairInfo | undefined> {
  return useRead(["DescribeKeyPairs", id], async ({ ec2 }) => {
    const input = { KeyPairIds: [id], IncludePublicKey: true };
    const answer = await ec2.send(new DescribeKeyPairsCommand(input));
    return answer.KeyPairs?.[0];
  });
}
