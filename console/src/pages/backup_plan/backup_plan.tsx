/** One backup plan: its rules, the tables that it backs up, its jobs. */

import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { AddressTabs } from "@/access/address_tabs";
import { DetailPage } from "@/access/detail_page";
import { ListButtons } from "@/access/list_buttons";
import { DeletePlan } from "@/backup_plans/delete_plan";
import type { WholePlan } from "@/backup_plans/plan";
import { nextRun } from "@/backup_plans/plan";
import { assignedText, homeOf } from "@/backup_plans/plan_words";
import { JOBS, PLANS, SETTINGS, usePlan } from "@/backup_plans/reads";
import { address } from "@/frame/address";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { timeText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { Jobs } from "./jobs";
import { Rules } from "./rules";
import { Selections } from "./selections";

export default function BackupPlan() {
  const { id = "" } = usePathNames();
  const region = useRegion();
  const { accountId } = useSession();
  const navigate = useNavigate();
  const plan = usePlan(id);
  const [deleting, setDeleting] = useState<WholePlan>();
  return (
    <DetailPage
      title={plan.data ? `Backup plan ${plan.data.name}` : "Backup plan"}
      error={plan.error}
      summary={plan.data && summary(plan.data)}
      actions={
        <ListButtons what="backup plan" operations={[...PLANS, JOBS, SETTINGS, "ListTables"]}>
          <Button disabled={!plan.data} onClick={() => setDeleting(plan.data)}>
            Delete plan
          </Button>
        </ListButtons>
      }
    >
      {plan.data && !plan.error && <Parts plan={plan.data} />}
      {deleting && (
        <DeletePlan
          plan={deleting}
          assigned={assignedText(deleting, homeOf(region, accountId))}
          onClose={() => setDeleting(undefined)}
          onDeleted={() => void navigate(address(region, "backups"))}
        />
      )}
    </DetailPage>
  );
}

function Parts({ plan }: { readonly plan: WholePlan }) {
  return (
    <SpaceBetween size="l">
      <AddressTabs
        base={["backup-plans", plan.id]}
        tabs={[
          { id: "rules", label: "Backup rules", content: <Rules plan={plan} /> },
          {
            id: "resources",
            label: "Resource assignments",
            content: <Selections plan={plan} />,
          },
          { id: "jobs", label: "Backup jobs", content: <Jobs plan={plan} /> },
        ]}
      />
    </SpaceBetween>
  );
}

function summary(plan: WholePlan) {
  return [
    { label: "Next run", value: timeText(nextRun(plan)) },
    { label: "Last run", value: timeText(plan.lastRun) },
    { label: "Last changed", value: timeText(plan.details.changed) },
    { label: "Backup plan ID", value: <Copyable text={plan.id} what="the ID" /> },
    { label: "Version ID", value: plan.details.version },
  ];
}
