/** The tab "Backups" of a table. */

import SpaceBetween from "@cloudscape-design/components/space-between";
import { PlanList } from "@/backup_plans/plan_list";
import { BackupList } from "@/backups/backup_list";
import { RecoveryPanel } from "./recovery_panel";

export function Backups({ table }: { readonly table: string }) {
  return (
    <SpaceBetween size="l">
      <RecoveryPanel table={table} />
      <BackupList table={table} />
      <PlanList table={table} />
    </SpaceBetween>
  );
}
