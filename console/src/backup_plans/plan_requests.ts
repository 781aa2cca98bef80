/** Requests about one plan, for its pages and for what changes it. */

import type {
  BackupSelectionsListMember,
  GetBackupPlanCommandOutput,
} from "@aws-sdk/client-backup";
import { GetBackupPlanCommand, ListBackupSelectionsCommand } from "@aws-sdk/client-backup";
import { allPages } from "@/aws/all_pages";
import type { Clients } from "@/aws/clients";
import { RUNS } from "./plan";

export function getPlan(
  { backup }: Pick<Clients, "backup">,
  id: string,
): Promise<GetBackupPlanCommandOutput> {
  const input = { BackupPlanId: id, MaxScheduledRunsPreview: RUNS };
  return backup.send(new GetBackupPlanCommand(input));
}

export async function selectionIds(
  { backup }: Pick<Clients, "backup">,
  id: string,
): Promise<string[]> {
  const found = await allPages<BackupSelectionsListMember, string>(async (NextToken) => {
    const input = { BackupPlanId: id, NextToken };
    const answer = await backup.send(new ListBackupSelectionsCommand(input));
    return { items: answer.BackupSelectionsList, next: answer.NextToken };
  });
  return found.map(({ SelectionId = "" }) => SelectionId);
}
