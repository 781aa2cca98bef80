/** All backups of the Region, and the plans that make some of them. */

import SpaceBetween from "@cloudscape-design/components/space-between";
import { PlanList } from "@/backup_plans/plan_list";
import { BackupList } from "@/backups/backup_list";

export default function Backups() {
  return (
    <SpaceBetween size="l">
      <BackupList />
      <PlanList />
    </SpaceBetween>
  );
}
