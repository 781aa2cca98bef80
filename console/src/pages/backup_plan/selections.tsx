/** Which tables a plan backs up, and as which role. */

import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { assignCommand } from "@/backup_plans/commands";
import type { PlanSelection, WholePlan } from "@/backup_plans/plan";
import { homeOf, selectionText } from "@/backup_plans/plan_words";
import { scheduleLink } from "@/backup_plans/schedule_link";
import { nameOf } from "@/frame/principal";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { EmptyList } from "@/parts/empty_list";
import { ListTable } from "@/parts/list_table";
import { DeleteSelection } from "./delete_selection";

export function Selections({ plan }: { readonly plan: WholePlan }) {
  const region = useRegion();
  const { accountId } = useSession();
  const home = homeOf(region, accountId);
  const [selectedId, select] = useState<string>();
  const [isDeleting, setDeleting] = useState(false);
  const { selections, failures } = plan;
  const chosen = selections?.find(({ id }) => id === selectedId);
  const assign = <Button href={scheduleLink(region, { plan: plan.id })}>Assign a table</Button>;
  if (selections === undefined) return <Failure of={failures[0]} />;
  return (
    <>
      <ListTable<PlanSelection>
        id="backup-selections"
        title="Resource assignments"
        noun="resource assignment"
        description="What the plan backs up. A table that several assignments name is backed up once."
        variant="container"
        items={selections}
        columns={[
          { id: "name", header: "Name", cell: ({ SelectionName }) => SelectionName, width: 200 },
          {
            id: "tables",
            header: "Tables",
            cell: (selection) => selectionText(selection, home),
            width: 360,
          },
          {
            id: "role",
            header: "IAM role",
            cell: ({ IamRoleArn = "" }) => nameOf(IamRoleArn),
            width: 280,
          },
          { id: "id", header: "ID", cell: ({ id }) => id, isHidden: true, width: 320 },
        ]}
        nameOf={({ id }) => id}
        textOf={(each) => `${each.SelectionName ?? ""} ${selectionText(each, home)}`}
        selection={{
          type: "single",
          items: chosen ? [chosen] : [],
          onChange: ([each]) => select(each?.id),
        }}
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
    </>
  );
}
