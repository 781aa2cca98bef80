/** The stream of a table: turning it on and off, and following it. */

import type { StreamViewType, TableDescription } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { Copyable } from "@/parts/copyable";
import { EmptyList } from "@/parts/empty_list";
import { FormDialog } from "@/parts/form_dialog";
import { LiveTail } from "./live_tail";
import { useUpdate } from "./use_update";

export const VIEWS = [
  {
    value: "KEYS_ONLY",
    label: "Key attributes only",
    description: "Only the key of the item that was changed.",
  },
  { value: "NEW_IMAGE", label: "New image", description: "The whole item after the change." },
  { value: "OLD_IMAGE", label: "Old image", description: "The whole item before the change." },
  {
    value: "NEW_AND_OLD_IMAGES",
    label: "New and old images",
    description: "The whole item before and after the change.",
  },
] as const;

interface Properties {
  readonly table: TableDescription;
}

export function Streams({ table }: Properties) {
  const [dialog, show] = useState<"on" | "off">();
  const close = () => show(undefined);
  const view = table.StreamSpecification?.StreamViewType;
  const arn = table.LatestStreamArn;
  const isOn = table.StreamSpecification?.StreamEnabled === true && arn !== undefined;
  const turnOn = <Button onClick={() => show("on")}>Turn on</Button>;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description="A stream has each change of an item, in order, for 24 hours."
            actions={isOn ? <Button onClick={() => show("off")}>Turn off</Button> : turnOn}
          >
            DynamoDB stream details
          </Header>
        }
      >
        {isOn ? (
          <KeyValuePairs
            columns={3}
            items={[
              {
                label: "Stream status",
                value: <StatusIndicator type="success">On</StatusIndicator>,
              },
              { label: "View type", value: VIEWS.find(({ value }) => value === view)?.label },
              {
                label: "Latest stream ARN",
                value: <Copyable text={arn} what="the ARN of the stream" />,
              },
            ]}
          />
        ) : (
          <EmptyList
            text="The stream of this table is off."
            command={
              `aws dynamodb update-table --table-name ${table.TableName ?? ""} ` +
              "--stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES"
            }
          />
        )}
      </Container>
      {isOn && <LiveTail key={arn} arn={arn} view={view} />}
      {dialog === "on" && <TurnOn table={table} onClose={close} />}
      {dialog === "off" && <TurnOff table={table} onClose={close} />}
    </SpaceBetween>
  );
}

interface DialogProperties extends Properties {
  readonly onClose: () => void;
}

function TurnOn({ table, onClose }: DialogProperties) {
  const [view, choose] = useState<StreamViewType>("NEW_AND_OLD_IMAGES");
  const name = table.TableName ?? "";
  const update = useUpdate(name, `The stream of ${name} was turned on.`, onClose);
  return (
    <FormDialog
      title="Turn on DynamoDB stream"
      action="Turn on stream"
      onSubmit={() =>
        update.mutate({ StreamSpecification: { StreamEnabled: true, StreamViewType: view } })
      }
      onClose={onClose}
      isRunning={update.isPending}
      error={update.error}
    >
      <RadioGroup
        ariaLabel="View type"
        value={view}
        items={VIEWS}
        onChange={({ detail }) => {
          const chosen = VIEWS.find(({ value }) => value === detail.value);
          if (chosen) choose(chosen.value);
        }}
      />
    </FormDialog>
  );
}

function TurnOff({ table, onClose }: DialogProperties) {
  const name = table.TableName ?? "";
  const update = useUpdate(name, `The stream of ${name} was turned off.`, onClose);
  return (
    <ConfirmDialog
      title="Turn off DynamoDB stream"
      action="Turn off stream"
      onConfirm={() => update.mutate({ StreamSpecification: { StreamEnabled: false } })}
      onClose={onClose}
      isRunning={update.isPending}
      error={update.error}
    >
      Changes of {name} are no longer recorded. What the stream has stays readable for 24 hours.
    </ConfirmDialog>
  );
}
