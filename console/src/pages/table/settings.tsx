/** The tab "Settings" of a table. */

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { isRecoveryOn, useRecovery } from "@/backups/reads";
import { countText, sizeText, timeText } from "@/parts/amounts";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { Copyable } from "@/parts/copyable";
import { keyText } from "@/parts/key_text";
import { statusOf, TableStatus } from "@/parts/table_status";
import { modeOf } from "./capacity_change";
import { CapacityDialog } from "./capacity_dialog";
import { EncryptionPanel } from "./encryption_panel";
import { LiveCountDialog } from "./live_count_dialog";
import { TagsPanel } from "./tags_panel";
import { TtlPanel } from "./ttl_panel";
import { useUpdate } from "./use_update";

interface Properties {
  readonly table: TableDescription;
}

export function Settings({ table }: Properties) {
  const keys = table.KeySchema?.flatMap(({ AttributeName: name }) => (name ? [name] : [])) ?? [];
  return (
    <SpaceBetween size="l">
      <GeneralInformation table={table} />
      <CapacityPanel table={table} />
      <TtlPanel table={table.TableName ?? ""} keys={keys} />
      <EncryptionPanel table={table} />
      <ProtectionPanel table={table} />
      <TagsPanel arn={table.TableArn ?? ""} />
    </SpaceBetween>
  );
}

const MODES = { PAY_PER_REQUEST: "On-demand", PROVISIONED: "Provisioned" } as const;

function GeneralInformation({ table }: Properties) {
  const [isCounting, count] = useState(false);
  const { TableName: name = "", TableArn: arn = "", ItemCount = 0, TableSizeBytes = 0 } = table;
  const recovery = useRecovery(name).data;
  const average = ItemCount === 0 ? "-" : sizeText(Math.round(TableSizeBytes / ItemCount));
  const isInfrequent = table.TableClassSummary?.TableClass === "STANDARD_INFREQUENT_ACCESS";
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={<Button onClick={() => count(true)}>Get live item count</Button>}
        >
          General information
        </Header>
      }
    >
      <KeyValuePairs
        columns={4}
        minColumnWidth={170}
        items={[
          { label: "Partition key", value: keyText(table, "HASH") },
          { label: "Sort key", value: keyText(table, "RANGE") },
          { label: "Capacity mode", value: MODES[modeOf(table)] },
          { label: "Table status", value: <TableStatus status={statusOf(table)} /> },
          { label: "Item count", value: countText(table.ItemCount) },
          { label: "Table size", value: sizeText(table.TableSizeBytes) },
          { label: "Average item size", value: average },
          {
            label: "Table class",
            value: isInfrequent ? "DynamoDB Standard-IA" : "DynamoDB Standard",
          },
          { label: "Deletion protection", value: table.DeletionProtectionEnabled ? "On" : "Off" },
          {
            label: "Point-in-time recovery (PITR)",
            value: recovery ? (isRecoveryOn(recovery) ? "On" : "Off") : "-",
          },
          { label: "Created", value: timeText(table.CreationDateTime) },
        ]}
      />
      <Box margin={{ top: "l" }}>
        <KeyValuePairs
          items={[
            {
              label: "Amazon Resource Name (ARN)",
              value: <Copyable text={arn} what="the ARN of the table" />,
            },
          ]}
        />
      </Box>
      {isCounting && <LiveCountDialog table={name} onClose={() => count(false)} />}
    </Container>
  );
}

function CapacityPanel({ table }: Properties) {
  const [isEditing, edit] = useState(false);
  const isProvisioned = modeOf(table) === "PROVISIONED";
  const { ProvisionedThroughput: units, OnDemandThroughput: maximum } = table;
  const warm = table.WarmThroughput;
  const shown = isProvisioned
    ? [
        { label: "Read capacity units", value: countText(units?.ReadCapacityUnits) },
        { label: "Write capacity units", value: countText(units?.WriteCapacityUnits) },
        { label: "Decreases today", value: countText(units?.NumberOfDecreasesToday) },
      ]
    : [
        { label: "Maximum read request units", value: mostText(maximum?.MaxReadRequestUnits) },
        { label: "Maximum write request units", value: mostText(maximum?.MaxWriteRequestUnits) },
      ];
  return (
    <Container
      header={
        <Header variant="h2" actions={<Button onClick={() => edit(true)}>Edit</Button>}>
          Read/write capacity
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Capacity mode", value: MODES[modeOf(table)] },
          ...shown,
          { label: "Warm read units per second", value: countText(warm?.ReadUnitsPerSecond) },
          { label: "Warm write units per second", value: countText(warm?.WriteUnitsPerSecond) },
        ]}
      />
      {isEditing && <CapacityDialog table={table} onClose={() => edit(false)} />}
    </Container>
  );
}

function mostText(units: number | undefined): string {
  return units === undefined || units < 0 ? "No maximum" : countText(units);
}

function ProtectionPanel({ table }: Properties) {
  const [isAsking, ask] = useState(false);
  const name = table.TableName ?? "";
  const isOn = table.DeletionProtectionEnabled === true;
  const text = `Deletion protection of ${name} was turned ${isOn ? "off" : "on"}.`;
  const update = useUpdate(name, text, () => ask(false));
  const action = isOn ? "Turn off" : "Turn on";
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button ariaLabel={`${action} deletion protection`} onClick={() => ask(true)}>
              {action}
            </Button>
          }
        >
          Deletion protection
        </Header>
      }
    >
      {isOn
        ? "On. The table cannot be deleted until it is turned off."
        : "Off. The table can be deleted."}
      {isAsking && (
        <ConfirmDialog
          title={`${action} deletion protection`}
          action={action}
          onConfirm={() => update.mutate({ DeletionProtectionEnabled: !isOn })}
          onClose={() => ask(false)}
          isRunning={update.isPending}
          error={update.error}
        >
          {isOn ? `${name} can then be deleted.` : `${name} cannot be deleted while it is on.`}
        </ConfirmDialog>
      )}
    </Container>
  );
}
