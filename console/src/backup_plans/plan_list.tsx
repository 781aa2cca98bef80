/** The backup plans of AWS Backup: those that protect a table, or all. */

import type { BackupJob } from "@aws-sdk/client-backup";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { ListButtons } from "@/access/list_buttons";
import { serviceError } from "@/aws/errors";
import { Failure } from "@/aws/failure";
import { linkTo } from "@/frame/address";
import { nameOf } from "@/frame/principal";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable, single } from "@/parts/list_table";
import { assignCommand, CREATE_PLAN } from "./commands";
import { DeletePlan } from "./delete_plan";
import { JobState } from "./job_state";
import {
  assignedText,
  homeOf,
  keptText,
  lastJob,
  ofRules,
  rolesOf,
  ruleSchedule,
} from "./plan_words";
import { JOBS, PLANS, SETTINGS, useIsOptedIn } from "./reads";
import type { Plan } from "./plan";
import { nextRun } from "./plan";
import { scheduleLink } from "./schedule_link";
import type { SelectionState } from "./selection_state";
import { planState } from "./selection_state";
import { usePlansOf } from "./use_plans_of";

interface Row {
  readonly plan: Plan;
  readonly job: BackupJob | undefined;
  readonly state: SelectionState;
}

/** table: the table whose plans are listed. Absent: all plans. */
export function PlanList({ table }: { readonly table?: string }) {
  const region = useRegion();
  const { accountId } = useSession();
  const { plans, jobs, failures, error } = usePlansOf(table);
  const home = homeOf(region, accountId);
  const [selectedId, select] = useState<string>();
  const [deleting, setDeleting] = useState<Plan>();
  const { data: isOptedIn } = useIsOptedIn();
  const rows = plans?.map(({ plan, selections }): Row => ({
    ...{ plan, job: lastJob(jobs, plan) },
    state: planState(selections, isOptedIn),
  }));
  const chosen = rows?.find(({ plan }) => plan.id === selectedId);
  const schedule = <Button href={scheduleLink(region, { table })}>Schedule backup</Button>;
  return (
    <SpaceBetween size="s">
      {different(failures).map((failure, index) => (
        <Failure key={index} of={failure} />
      ))}
      <ListTable
        id={table === undefined ? "backup-plans" : "backup-plans-of-table"}
        title="Scheduled backups"
        noun="backup plan"
        description="Plans of AWS Backup make backups by a schedule, and delete them after some days."
        variant="container"
        items={rows}
        error={error}
        columns={
          table === undefined ? [...COLUMNS, assigned(home), ...OTHERS] : [...COLUMNS, ...OTHERS]
        }
        nameOf={({ plan }) => plan.id}
        textOf={({ plan }) => `${plan.name} ${assignedText(plan, home)}`}
        selection={single(chosen, (row) => select(row?.plan.id))}
        actions={
          <ListButtons what="scheduled backups" operations={[...PLANS, JOBS, SETTINGS]}>
            <Button disabled={chosen === undefined} onClick={() => setDeleting(chosen?.plan)}>
              Delete plan
            </Button>
            {schedule}
          </ListButtons>
        }
        empty={
          <EmptyList
            text={
              table === undefined
                ? "You have no backup plans in this account in this Region."
                : "No backup plan protects this table."
            }
            action={schedule}
            command={table === undefined ? CREATE_PLAN : assignCommand(region, accountId, table)}
          />
        }
      />
      {/* After a failure the plan may be in the list no more: it has lost its tables. */}
      {deleting && (
        <DeletePlan
          plan={deleting}
          assigned={assignedText(deleting, home)}
          onClose={() => setDeleting(undefined)}
          onDeleted={() => select(undefined)}
        />
      )}
    </SpaceBetween>
  );
}

function PlanLink({ plan: { id, name } }: { readonly plan: Plan }) {
  return <Link href={linkTo(useRegion(), "backup-plans", id)}>{name}</Link>;
}

/** Failures that say the same are shown once. */
function different(failures: readonly unknown[]): unknown[] {
  return [...new Map(failures.map((each) => [serviceError(each).message, each])).values()];
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: "name",
    header: "Backup plan",
    cell: ({ plan }) => <PlanLink plan={plan} />,
    sortedBy: ({ plan }) => plan.name,
    width: 200,
  },
  {
    id: "state",
    header: "Status",
    cell: ({ state }) => <StatusIndicator type={state.type}>{state.text}</StatusIndicator>,
    sortedBy: ({ state }) => state.text,
    width: 280,
  },
  {
    id: "schedule",
    header: "Schedule",
    cell: ({ plan }) => ofRules(plan, ruleSchedule),
    width: 250,
  },
  {
    id: "next",
    header: "Next run",
    cell: ({ plan }) => (plan.details ? timeText(nextRun(plan)) : "Not known"),
    sortedBy: ({ plan }) => nextRun(plan)?.getTime() ?? Infinity,
    width: 230,
  },
];
function assigned(home: string): Column<Row> {
  return {
    id: "assigned",
    header: "Tables",
    cell: ({ plan }) => assignedText(plan, home),
    sortedBy: ({ plan }) => assignedText(plan, home),
    width: 220,
  };
}
const OTHERS: readonly Column<Row>[] = [
  { id: "job", header: "Last job", cell: ({ job }) => <JobState job={job} />, width: 150 },
  { id: "kept", header: "Retention", cell: ({ plan }) => ofRules(plan, keptText), width: 110 },
  {
    id: "vault",
    header: "Backup vault",
    cell: ({ plan }) => ofRules(plan, ({ TargetBackupVaultName: name = "-" }) => name),
    width: 150,
  },
  {
    id: "role",
    header: "IAM role",
    cell: ({ plan }) => rolesOf(plan).map(nameOf).join(", ") || "-",
    width: 260,
  },
];
