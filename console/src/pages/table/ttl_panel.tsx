/** Time to live of a table: its state, turning it on with a preview, turning it off. */

import { DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { useRead, useWrite } from "@/aws/queries";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { TtlDialog } from "./ttl_dialog";

const STATES = {
  ENABLED: ["success", "On"],
  DISABLED: ["stopped", "Off"],
  ENABLING: ["in-progress", "Enabling"],
  DISABLING: ["in-progress", "Disabling"],
} as const;

const CHANGING_MS = 1000;

function isChanging(status: string | undefined): boolean {
  return status === "ENABLING" || status === "DISABLING";
}

export function TtlPanel({
  table,
  keys,
}: {
  readonly table: string;
  readonly keys: readonly string[];
}) {
  const [dialog, show] = useState<"on" | "off">();
  const state = useRead(
    ["DescribeTimeToLive", { TableName: table }],
    async ({ dynamodb }) => {
      const answer = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: table }));
      return answer.TimeToLiveDescription ?? {};
    },
    { every: (newest) => (isChanging(newest?.TimeToLiveStatus) ? CHANGING_MS : false) },
  );
  const attribute = state.data?.AttributeName;
  const change = useChange(table, () => show(undefined));
  const close = () => {
    change.reset();
    show(undefined);
  };
  const [type, text] = STATES[state.data?.TimeToLiveStatus ?? "DISABLED"];
  const isOn = state.data?.TimeToLiveStatus === "ENABLED";
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Items are deleted some time after the time in one of their attributes."
          actions={
            <Button
              ariaLabel={`Turn ${isOn ? "off" : "on"} time to live`}
              disabled={!state.data || isChanging(state.data.TimeToLiveStatus)}
              onClick={() => show(isOn ? "off" : "on")}
            >
              {isOn ? "Turn off" : "Turn on"}
            </Button>
          }
        >
          Time to Live (TTL)
        </Header>
      }
    >
      <Failure of={state.error} />
      {state.data && (
        <KeyValuePairs
          columns={3}
          items={[
            { label: "TTL status", value: <StatusIndicator type={type}>{text}</StatusIndicator> },
            { label: "TTL attribute", value: attribute ?? "-" },
          ]}
        />
      )}
      {dialog === "on" && (
        <TtlDialog
          table={table}
          keys={keys}
          onTurnOn={(name) => change.mutate({ name, enabled: true })}
          onClose={close}
          isRunning={change.isPending}
          error={change.error}
        />
      )}
      {dialog === "off" && attribute !== undefined && (
        <ConfirmDialog
          title="Turn off TTL"
          action="Turn off TTL"
          onConfirm={() => change.mutate({ name: attribute, enabled: false })}
          onClose={close}
          isRunning={change.isPending}
          error={change.error}
        >
          Items of {table} no longer expire by the attribute {attribute}.
        </ConfirmDialog>
      )}
    </Container>
  );
}

function useChange(table: string, onSuccess: () => void) {
  return useWrite(
    ({ dynamodb }, { name, enabled }: { name: string; enabled: boolean }) =>
      dynamodb.send(
        new UpdateTimeToLiveCommand({
          TableName: table,
          TimeToLiveSpecification: { AttributeName: name, Enabled: enabled },
        }),
      ),
    {
      changes: ["DescribeTimeToLive"],
      showsFailure: true,
      done: (_, { TimeToLiveSpecification: now }) =>
        `Time to live of ${table} is being turned ${now?.Enabled ? "on" : "off"}.`,
      onSuccess,
    },
  );
}
