/** Reads of backup plans, of their jobs and of vaults. */

import type {
  BackupJob,
  BackupPlansListMember,
  BackupVaultListMember,
  GetBackupPlanCommandOutput,
} from "@aws-sdk/client-backup";
import {
  DescribeRegionSettingsCommand,
  GetBackupSelectionCommand,
  ListBackupJobsCommand,
  ListBackupPlansCommand,
  ListBackupVaultsCommand,
} from "@aws-sdk/client-backup";
import type { UseQueryResult } from "@tanstack/react-query";
import { allPages } from "@/aws/all_pages";
import type { Clients } from "@/aws/clients";
import { present } from "@/aws/present";
import { useRead } from "@/aws/queries";
import type { Plan, PlanDetails, PlanSelection, WholePlan } from "./plan";
import { pauseOf } from "./plan";
import { getPlan, selectionIds } from "./plan_requests";
import { pauseOfJobs, windowsOf } from "./runs";

/** The operations whose answers change with plans. */
export const PLANS = ["ListBackupPlans", "GetBackupPlan"];
export const JOBS = "ListBackupJobs";
export const SETTINGS = "DescribeRegionSettings";

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

/** One plan. It is read again when it has run. */
export function usePlan(id: string): UseQueryResult<WholePlan> {
  return useRead(
    ["GetBackupPlan", id],
    async (clients) => {
      const answer = await getPlan(clients, id);
      return {
        ...{ id, name: answer.BackupPlan?.BackupPlanName ?? id, details: detailsOf(answer) },
        lastRun: answer.LastExecutionDate,
        ...(await selectionsOf(clients, id)),
      };
    },
    { every: (plan) => pauseOf(plan ? [plan] : [], Date.now()) },
  );
}

async function read(clients: Clients, plan: BackupPlansListMember): Promise<Plan> {
  const { BackupPlanId: id = "", BackupPlanName: name = "", LastExecutionDate: lastRun } = plan;
  const [[details], { selections, failures }] = await Promise.all([
    Promise.allSettled([getPlan(clients, id)]),
    selectionsOf(clients, id),
  ]);
  return {
    ...{ id, name, lastRun },
    ...(details.status === "fulfilled" && { details: detailsOf(details.value) }),
    ...(selections && { selections }),
    failures: details.status === "rejected" ? [details.reason, ...failures] : failures,
  };
}

function detailsOf(answer: GetBackupPlanCommandOutput): PlanDetails {
  return {
    rules: answer.BackupPlan?.Rules ?? [],
    version: answer.VersionId ?? "",
    changed: answer.CreationDate,
    runs: answer.ScheduledRunsPreview ?? [],
  };
}

/** The selections of a plan, or why they cannot be read. */
async function selectionsOf(
  clients: Clients,
  id: string,
): Promise<Pick<Plan, "selections" | "failures">> {
  try {
    return { selections: await readSelections(clients, id), failures: [] };
  } catch (thrown) {
    return { failures: [thrown] };
  }
}

async function readSelections(clients: Clients, planId: string): Promise<PlanSelection[]> {
  const ids = await selectionIds(clients, planId);
  return Promise.all(
    ids.map(async (id) => {
      const input = { BackupPlanId: planId, SelectionId: id };
      const answer = await clients.backup.send(new GetBackupSelectionCommand(input));
      return { ...present(answer.BackupSelection, "selection"), id };
    }),
  );
}

/**
 * The jobs that the last runs of plans began: of one table, or of all. They are read again while one
 * is running, or may still begin. arn: the table. Absent: all. plans: absent if they are not read yet.
 */
export function useLastJobs(
  plans: readonly Plan[] | undefined,
  arn: string | undefined,
): UseQueryResult<BackupJob[]> {
  const windows = windowsOf(plans ?? []);
  return useRead(
    [JOBS, { ByResourceArn: arn, windows }],
    async ({ backup }) => {
      const found = await Promise.all(
        windows.map(({ after, before }) =>
          allPages<BackupJob, string>(async (NextToken) => {
            const input = {
              ByResourceArn: arn,
              ByCreatedAfter: new Date(after),
              ByCreatedBefore: new Date(before),
              NextToken,
            };
            const answer = await backup.send(new ListBackupJobsCommand(input));
            return { items: answer.BackupJobs, next: answer.NextToken };
          }),
        ),
      );
      return found.flat();
    },
    { every: (jobs) => pauseOfJobs(jobs ?? [], plans ?? [], Date.now()), enabled: !!plans },
  );
}

/** The most jobs that the page of a plan shows, and those among which it looks for them. */
export const JOBS_MAX = 200;
const SEARCHED_MAX = 10_000;

/**
 * The jobs of a plan, newest first. The service has no filter for them. They are read again when the
 * plan has run, and while one is running.
 */
export function useJobsOf(plan: Plan): UseQueryResult<BackupJob[]> {
  const { id, lastRun } = plan;
  return useRead(
    [JOBS, { id, lastRun }],
    async ({ backup }) => {
      const found: BackupJob[] = [];
      let searched = 0;
      let NextToken: string | undefined;
      do {
        const answer = await backup.send(new ListBackupJobsCommand({ NextToken }));
        const { BackupJobs = [] } = answer;
        found.push(...BackupJobs.filter(({ CreatedBy }) => CreatedBy?.BackupPlanId === id));
        searched += BackupJobs.length;
        ({ NextToken } = answer);
      } while (NextToken !== undefined && found.length < JOBS_MAX && searched < SEARCHED_MAX);
      return found.slice(0, JOBS_MAX);
    },
    { every: (jobs) => pauseOfJobs(jobs ?? [], [plan], Date.now()) },
  );
}

/** Whether DynamoDB is opted in for AWS Backup in this Region. */
export function useIsOptedIn(): UseQueryResult<boolean> {
  return useRead([SETTINGS], async ({ backup }) => {
    const answer = await backup.send(new DescribeRegionSettingsCommand({}));
    return answer.ResourceTypeOptInPreference?.DynamoDB ?? true;
  });
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
