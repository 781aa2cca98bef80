/** Which tables a plan backs up, and as which role. */

import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { assignCommand } from "@/backup_plans/commands";
import type { PlanSelection, WholePlan } from "@/backup_plans/plan";
import { homeOf, selectionText } from "@/backup_plans/plan_words";
import { useIsOptedIn } from "@/backup_plans/reads";
import { scheduleLink } from "@/backup_plans/schedule_link";
import type { SelectionState } from "@/backup_plans/selection_state";
import { needsOptIn, NOT_OPTED_IN, selectionState } from "@/backup_plans/selection_state";
import { nameOf } from "@/frame/principal";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { Copyable } from "@/parts/copyable";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable, single } from "@/parts/list_table";
import { useTableNames } from "@/parts/use_table_names";
import { DeleteSelection } from "./delete_selection";

export function Selections({ plan }: { readonly plan: WholePlan }) {
  const region = useRegion();
  const { accountId } = useSession();
  const home = homeOf(region, accountId);
  const [selectedId, select] = useState<string>();
  const [isDeleting, setDeleting] = useState(false);
  const { selections, failures } = plan;
  const { data: isOptedIn } = useIsOptedIn();
  const { data: tables } = useTableNames(
    selections?.some(({ Resources = [] }) => Resources.length > 0) ?? false,
  );
  const stateOf = (each: PlanSelection) => selectionState(each, { home, isOptedIn, tables });
  const chosen = selections?.find(({ id }) => id === selectedId);
  const assign = <Button href={scheduleLink(region, { plan: plan.id })}>Assign a table</Button>;
  if (selections === undefined) return <Failure of={failures[0]} />;
  return (
    <SpaceBetween size="m">
      {isOptedIn === false && selections.some(needsOptIn) && <OptIn />}
      <ListTable<PlanSelection>
        id="backup-selections"
        title="Resource assignments"
        noun="resource assignment"
        description="What the plan backs up. A table that several assignments name is backed up once."
        variant="container"
        items={selections}
        columns={columns(home, stateOf)}
        nameOf={({ id }) => id}
        textOf={(each) => `${each.SelectionName ?? ""} ${selectionText(each, home)}`}
        selection={single(chosen, (each) => select(each?.id))}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={chosen === undefined} onClick={() => setDeleting(true)}>
              Delete
            </Button>
            {assign}
          </SpaceBetween>
        }
        empty={
          <EmptyList
            text="The plan backs up nothing."
            action={assign}
            command={assignCommand(region, accountId, "Music", plan.id)}
          />
        }
      />
      {isDeleting && chosen && (
        <DeleteSelection
          planId={plan.id}
          selection={chosen}
          tables={selectionText(chosen, home)}
          onClose={() => setDeleting(false)}
        />
      )}
    </SpaceBetween>
  );
}

function columns(
  home: string,
  stateOf: (selection: PlanSelection) => SelectionState,
): readonly Column<PlanSelection>[] {
  return [
    { id: "name", header: "Name", cell: ({ SelectionName }) => SelectionName, width: 200 },
    {
      id: "tables",
      header: "Tables",
      cell: (selection) => selectionText(selection, home),
      width: 360,
    },
    {
      id: "state",
      header: "Status",
      cell: (each) => {
        const { type, text } = stateOf(each);
        return <StatusIndicator type={type}>{text}</StatusIndicator>;
      },
      width: 240,
    },
    {
      id: "role",
      header: "IAM role",
      cell: ({ IamRoleArn = "" }) => nameOf(IamRoleArn),
      width: 280,
    },
    { id: "id", header: "ID", cell: ({ id }) => id, isHidden: true, width: 320 },
  ];
}

function OptIn() {
  return (
    <Alert type="warning" header={`${NOT_OPTED_IN}.`}>
      Assignments by tags alone, or of all resources, make no backups until it is:{" "}
      <Copyable
        text="aws backup update-region-settings --resource-type-opt-in-preference DynamoDB=true"
        what="the command"
        isCode
      />
    </Alert>
  );
}
