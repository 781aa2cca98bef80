/** Reads of backups and of point-in-time recovery. */

import type { BackupSummary, ContinuousBackupsDescription } from "@aws-sdk/client-dynamodb";
import { DescribeContinuousBackupsCommand, ListBackupsCommand } from "@aws-sdk/client-dynamodb";
import type { UseQueryResult } from "@tanstack/react-query";
import { allPages } from "@/aws/all_pages";
import { useRead } from "@/aws/queries";
import { isChanging, newestFirst } from "./backup_words";

const CHANGING_MS = 1000;

/** Backups of all types, newest first, read again each second while one is being made. table: absent for those of all tables. */
export function useBackups(table?: string): UseQueryResult<BackupSummary[]> {
  return useRead(
    ["ListBackups", { TableName: table }],
    async ({ dynamodb }) => {
      const found = await allPages<BackupSummary, string>(async (start) => {
        const answer = await dynamodb.send(
          new ListBackupsCommand({
            TableName: table,
            BackupType: "ALL",
            ExclusiveStartBackupArn: start,
          }),
        );
        return { items: answer.BackupSummaries, next: answer.LastEvaluatedBackupArn };
      });
      return newestFirst(found);
    },
    { every: (backups) => (backups?.some(isChanging) ? CHANGING_MS : false) },
  );
}

/** Whether a table has point-in-time recovery, and which times it can be restored to. */
export function useRecovery(table: string): UseQueryResult<ContinuousBackupsDescription> {
  return useRead(["DescribeContinuousBackups", { TableName: table }], async ({ dynamodb }) => {
    const answer = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: table }));
    if (answer.ContinuousBackupsDescription === undefined) {
      throw new Error("The server described no backups.");
    }
    return answer.ContinuousBackupsDescription;
  });
}

export function isRecoveryOn(backups: ContinuousBackupsDescription | undefined): boolean {
  return backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === "ENABLED";
}
