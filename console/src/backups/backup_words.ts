/** Names, states and types of backups. */

import type { BackupSummary } from "@aws-sdk/client-dynamodb";

const NAME_MAX = 255;
export const DAYS_MAX = 35;

/** A name for a new backup: the table and the second, in UTC. It has at most 255 characters. */
export function suggestedName(table: string, now: Date): string {
  const second = `-${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-")}`;
  return table.slice(0, NAME_MAX - second.length) + second;
}

/** Whether the status of a backup changes by itself. */
export function isChanging({ BackupStatus: status }: BackupSummary): boolean {
  return status === "CREATING";
}

export function canBeRestored({ BackupStatus: status }: BackupSummary): boolean {
  return status === "AVAILABLE";
}

/**
 * The service deletes system backups itself, 35 days after the table was deleted. DeleteBackup refuses
 * those of AWS Backup, which are deleted as recovery points.
 */
export function canBeDeleted({ BackupStatus: status, BackupType: type }: BackupSummary): boolean {
  return status === "AVAILABLE" && type === "USER";
}

export function typeText(type: string | undefined): string {
  if (type === "USER") return "User";
  if (type === "SYSTEM") return "System";
  return type === "AWS_BACKUP" ? "AWS Backup" : (type ?? "-");
}

export function newestFirst(backups: readonly BackupSummary[]): BackupSummary[] {
  const madeAt = ({ BackupCreationDateTime: time }: BackupSummary) => time?.getTime() ?? 0;
  return [...backups].sort((one, other) => madeAt(other) - madeAt(one));
}

/** The days that are stored, from the text of a field. undefined: not a whole number from 1 to 35. */
export function daysOf(text: string): number | undefined {
  const days = /^\d{1,2}$/.test(text.trim()) ? Number(text) : 0;
  return days >= 1 && days <= DAYS_MAX ? days : undefined;
}
