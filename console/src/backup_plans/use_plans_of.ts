/** The plans of a table with their jobs, and what could not be read. */

import type { BackupJob, BackupSelection } from "@aws-sdk/client-backup";
import type { Tag } from "@/access/types";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { useTableTags } from "@/parts/use_table_tags";
import { arnOfTable, protects } from "./plan_words";
import type { Plan } from "./plan";
import { useLastJobs, usePlans } from "./reads";
import { selects, usesTags } from "./selects";

interface PlanOf {
  readonly plan: Plan;
  /** Those that name the table, or may name it; or all. Absent: the user may not read them. */
  readonly selections: readonly BackupSelection[] | undefined;
}

interface PlansOf {
  /** undefined: not read yet. */
  readonly plans: readonly PlanOf[] | undefined;
  /** Those that the last run of each plan began. */
  readonly jobs: readonly BackupJob[];
  /** Why the list could not be read. */
  readonly error: Error | null;
  /** What else could not be read. */
  readonly failures: readonly unknown[];
}

/** table: absent for all plans. A plan of which it is not known whether it backs up the table counts. */
export function usePlansOf(table: string | undefined): PlansOf {
  const region = useRegion();
  const { accountId } = useSession();
  const arn = table === undefined ? undefined : arnOfTable(region, accountId, table);
  const plans = usePlans();
  const isTagged = plans.data?.some(({ selections }) => selections?.some(usesTags)) ?? false;
  const tags = useTableTags(arn ?? "", arn !== undefined && isTagged);
  const known = tags.data?.map(({ Key = "", Value = "" }): Tag => ({ key: Key, value: Value }));
  const isWaiting = arn !== undefined && isTagged && tags.isPending;
  const shown = plans.data?.filter(
    (plan) => arn === undefined || protects(plan, arn, known) !== false,
  );
  const jobs = useLastJobs(isWaiting ? undefined : shown, arn);
  const namesTable = (each: BackupSelection) =>
    arn === undefined || selects(each, arn, known) !== false;
  return {
    plans: isWaiting
      ? undefined
      : shown?.map((plan) => ({ plan, selections: plan.selections?.filter(namesTable) })),
    jobs: jobs.data ?? [],
    error: plans.error,
    failures: [
      ...(shown ?? []).flatMap(({ failures }) => failures),
      ...[tags.error, plans.error ? null : jobs.error].filter((each) => each !== null),
    ],
  };
}
