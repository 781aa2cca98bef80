/** Point-in-time recovery of a table: its state, and the times that it can be restored to. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { isRecoveryOn, useRecovery } from "@/backups/reads";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import { RecoveryDialog } from "./recovery_dialog";

export function RecoveryPanel({ table }: { readonly table: string }) {
  const region = useRegion();
  const [isEditing, edit] = useState(false);
  const backups = useRecovery(table);
  const recovery = backups.data?.PointInTimeRecoveryDescription;
  const isOn = isRecoveryOn(backups.data);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="The table can be restored as it was at any second of the recovery period."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                ariaLabel="Edit point-in-time recovery"
                disabled={!backups.data}
                onClick={() => edit(true)}
              >
                Edit
              </Button>
              <Button
                ariaLabel="Restore to a point in time"
                disabled={!isOn}
                href={linkTo(region, "tables", table, "restore")}
              >
                Restore
              </Button>
            </SpaceBetween>
          }
        >
          Point-in-time recovery (PITR)
        </Header>
      }
    >
      <Failure of={backups.error} />
      {isOn && (
        <KeyValuePairs
          columns={4}
          minColumnWidth={170}
          items={[
            { label: "Status", value: <StatusIndicator>On</StatusIndicator> },
            {
              label: "Earliest restore point",
              value: timeText(recovery?.EarliestRestorableDateTime),
            },
            { label: "Latest restore point", value: timeText(recovery?.LatestRestorableDateTime) },
            {
              label: "Recovery period",
              value: daysText(recovery?.RecoveryPeriodInDays),
            },
          ]}
        />
      )}
      {backups.data && !isOn && <Off table={table} onTurnOn={() => edit(true)} />}
      {isEditing && (
        <RecoveryDialog
          table={table}
          isOn={isOn}
          days={recovery?.RecoveryPeriodInDays}
          onClose={() => edit(false)}
        />
      )}
    </Container>
  );
}

function daysText(days: number | undefined): string {
  if (days === undefined) return "-";
  return days === 1 ? "1 day" : `${String(days)} days`;
}

function Off({ table, onTurnOn }: { readonly table: string; readonly onTurnOn: () => void }) {
  return (
    <>
      <Box>
        <StatusIndicator type="stopped">Off</StatusIndicator>
      </Box>
      <EmptyList
        text="Nothing is stored yet that the table could be restored from."
        action={<Button onClick={onTurnOn}>Turn on point-in-time recovery</Button>}
        command={
          `aws dynamodb update-continuous-backups --table-name ${table} ` +
          "--point-in-time-recovery-specification PointInTimeRecoveryEnabled=true"
        }
      />
    </>
  );
}
