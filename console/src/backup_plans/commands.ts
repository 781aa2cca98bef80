/** The steps of a scheduled backup as commands. */

import { shell } from "@/pages/requests/commands";
import { arnOfTable } from "./plan_words";

/** The role that the console of AWS makes for AWS Backup, and its path. */
export const DEFAULT_ROLE = "AWSBackupDefaultServiceRole";
export const DEFAULT_ROLE_PATH = "/service-role/";

/** Makes a vault and a plan with the schedule that a rule has by default. */
export const CREATE_PLAN =
  'aws backup create-backup-plan --backup-plan "BackupPlanName=nightly,Rules=[{RuleName=daily,TargetBackupVaultName=' +
  '$(aws backup create-backup-vault --backup-vault-name nightly --query BackupVaultName --output text)}]"';

const FIRST_PLAN =
  "$(aws backup list-backup-plans --query 'BackupPlansList[0].BackupPlanId' --output text)";

/** Adds a table to a plan. */
export function assignCommand(
  region: string,
  accountId: string,
  table: string,
  planId = FIRST_PLAN,
): string {
  const role = `arn:aws:iam::${accountId}:role${DEFAULT_ROLE_PATH}${DEFAULT_ROLE}`;
  const resource = arnOfTable(region, accountId, table);
  return (
    `aws backup create-backup-selection --backup-plan-id ${planId} ` +
    `--backup-selection ${shell(`SelectionName=table,IamRoleArn=${role},Resources=${resource}`)}`
  );
}
