/** Reads of backup plans, of their jobs and of vaults. */

import type {
  BackupJob,
  BackupPlansListMember,
  BackupSelection,
  BackupSelectionsListMember,
  BackupVaultListMember,
} from "@aws-sdk/client-backup";
import {
  GetBackupPlanCommand,
  GetBackupSelectionCommand,
  ListBackupJobsCommand,
  ListBackupPlansCommand,
  ListBackupSelectionsCommand,
  ListBackupVaultsCommand,
} from "@aws-sdk/client-backup";
import type { UseQueryResult } from "@tanstack/react-query";
import { allPages } from "@/aws/all_pages";
import type { Clients } from "@/aws/clients";
import { useRead } from "@/aws/queries";
import type { Plan, PlanDetails } from "./plan";
import { pauseOf } from "./plan";

/** The operations whose answers change with plans. */
export const PLANS = ["ListBackupPlans"];
export const JOBS = "ListBackupJobs";

const RUNNING_MS = 1000;
const RUNNING = new Set(["CREATED", "PENDING", "RUNNING", "ABORTING"]);

/** All plans with their rules and selections. They are read again when one of them has run. */
export function usePlans(): UseQueryResult<Plan[]> {
  return useRead(
    ["ListBackupPlans"],
    async (clients) => {
      const plans = await allPages<BackupPlansListMember, string>(async (NextToken) => {
        const answer = await clients.backup.send(new ListBackupPlansCommand({ NextToken }));
        return { items: answer.BackupPlansList, next: answer.NextToken };
      });
      return Promise.all(plans.map((plan) => read(clients, plan)));
    },
    { every: (plans) => pauseOf(plans ?? [], Date.now()) },
  );
}

async function read(clients: Clients, plan: BackupPlansListMember): Promise<Plan> {
  const { BackupPlanId: id = "", BackupPlanName: name = "", LastExecutionDate: lastRun } = plan;
  const [details, selections] = await Promise.allSettled([
    readDetails(clients, id),
    readSelections(clients, id),
  ]);
  return {
    ...{ id, name, lastRun },
    ...(details.status === "fulfilled" && { details: details.value }),
    ...(selections.status === "fulfilled" && { selections: selections.value }),
    failures: [details, selections].flatMap((each) =>
      each.status === "rejected" ? [each.reason as unknown] : [],
    ),
  };
}

async function readDetails({ backup }: Clients, id: string): Promise<PlanDetails> {
  const answer = await backup.send(
    new GetBackupPlanCommand({ BackupPlanId: id, MaxScheduledRunsPreview: 1 }),
  );
  return {
    rules: answer.BackupPlan?.Rules ?? [],
    nextRun: answer.ScheduledRunsPreview?.[0]?.ExecutionTime,
  };
}

async function readSelections(clients: Clients, id: string): Promise<BackupSelection[]> {
  const ids = await selectionIds(clients, id);
  return Promise.all(
    ids.map(async (SelectionId) => {
      const input = { BackupPlanId: id, SelectionId };
      const answer = await clients.backup.send(new GetBackupSelectionCommand(input));
      if (answer.BackupSelection === undefined) throw new Error("The server sent no selection.");
      return answer.BackupSelection;
    }),
  );
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

/** The jobs of a table, or of all tables, newest first. They are read again while one is running. */
export function useJobs(arn: string | undefined): UseQueryResult<BackupJob[]> {
  return useRead(
    [JOBS, { ByResourceArn: arn }],
    ({ backup }) =>
      allPages<BackupJob, string>(async (NextToken) => {
        const answer = await backup.send(
          new ListBackupJobsCommand({ ByResourceArn: arn, NextToken }),
        );
        return { items: answer.BackupJobs, next: answer.NextToken };
      }),
    { every: (jobs) => (jobs?.some(({ State = "" }) => RUNNING.has(State)) ? RUNNING_MS : false) },
  );
}

export function useVaultNames(): UseQueryResult<string[]> {
  return useRead(["ListBackupVaults"], ({ backup }) =>
    allPages<string, string>(async (NextToken) => {
      const answer = await backup.send(new ListBackupVaultsCommand({ NextToken }));
      const vaults: readonly BackupVaultListMember[] = answer.BackupVaultList ?? [];
      return {
        items: vaults.map(({ BackupVaultName = "" }) => BackupVaultName),
        next: answer.NextToken,
      };
    }),
  );
}
