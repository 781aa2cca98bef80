/** The jobs of a plan: the backups that it made, and those that failed. */

import type { BackupJob } from "@aws-sdk/client-backup";
import { JobState } from "@/backup_plans/job_state";
import type { WholePlan } from "@/backup_plans/plan";
import { JOBS_MAX, useJobsOf } from "@/backup_plans/reads";
import { nameOf } from "@/frame/principal";
import { sizeText, timeText } from "@/parts/amounts";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { EmptyList } from "@/parts/empty_list";

export function Jobs({ plan }: { readonly plan: WholePlan }) {
  const jobs = useJobsOf(plan);
  return (
    <ListTable
      id="backup-jobs"
      title="Backup jobs"
      noun="backup job"
      description={`The newest jobs of the last 30 days, at most ${String(JOBS_MAX)}.`}
      variant="container"
      items={jobs.data}
      error={jobs.error}
      columns={COLUMNS}
      nameOf={({ BackupJobId: id = "" }) => id}
      textOf={(job) => [job.ResourceName, job.BackupJobId, job.State].join(" ")}
      empty={
        <EmptyList text="The plan has begun no backups in the last 30 days. It begins them at its next run." />
      }
    />
  );
}

const COLUMNS: readonly Column<BackupJob>[] = [
  {
    id: "table",
    header: "Table",
    cell: ({ ResourceName }) => ResourceName ?? "-",
    sortedBy: ({ ResourceName = "" }) => ResourceName,
    width: 200,
  },
  {
    id: "state",
    header: "Status",
    cell: (job) => <JobState job={job} />,
    sortedBy: ({ State = "" }) => State,
    width: 200,
  },
  {
    id: "created",
    header: "Creation time",
    cell: ({ CreationDate }) => timeText(CreationDate),
    sortedBy: ({ CreationDate }) => CreationDate?.getTime() ?? 0,
    width: 240,
  },
  {
    id: "completed",
    header: "Completion time",
    cell: ({ CompletionDate }) => timeText(CompletionDate),
    sortedBy: ({ CompletionDate }) => CompletionDate?.getTime() ?? 0,
    width: 240,
  },
  {
    id: "rule",
    header: "Backup rule",
    cell: ({ CreatedBy }) => CreatedBy?.BackupRuleName ?? "-",
    sortedBy: ({ CreatedBy }) => CreatedBy?.BackupRuleName ?? "",
    width: 150,
  },
  {
    id: "size",
    header: "Size",
    cell: ({ BackupSizeInBytes: bytes }) => (bytes === undefined ? "-" : sizeText(bytes)),
    sortedBy: ({ BackupSizeInBytes: bytes = 0 }) => bytes,
    width: 110,
  },
  { id: "vault", header: "Backup vault", cell: (job) => job.BackupVaultName ?? "-", width: 150 },
  {
    id: "role",
    header: "IAM role",
    cell: ({ IamRoleArn = "" }) => nameOf(IamRoleArn),
    width: 260,
  },
  { id: "id", header: "Backup job ID", cell: (job) => job.BackupJobId, width: 320 },
];
