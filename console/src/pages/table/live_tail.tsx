/** Shows what is written to a table while the page is open, with the old and the new image. */

import type { StreamViewType } from "@aws-sdk/client-dynamodb";
import type { _Record as StreamRecord } from "@aws-sdk/client-dynamodb-streams";
import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { Failure } from "@/aws/failure";
import { countText, timeText } from "@/parts/amounts";
import type { ImageRow } from "./image_rows";
import { imageRows } from "./image_rows";
import type { TailState } from "./use_tail";
import { useTail } from "./use_tail";
import { cut, keyValueText } from "./value_text";

interface Properties {
  readonly arn: string;
  readonly view: StreamViewType | undefined;
}

const STATES = {
  stopped: ["stopped", "Stopped"],
  starting: ["pending", "Starting"],
  following: ["in-progress", "Following"],
  ended: ["stopped", "The stream has ended"],
} as const satisfies Record<TailState, readonly [string, string]>;

export function LiveTail({ arn, view }: Properties) {
  const tail = useTail(arn);
  const isRunning = tail.state === "starting" || tail.state === "following";
  const [type, text] = STATES[tail.state];
  const { records, count } = tail;
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${countText(count)})`}
          description="Shows each change of an item as soon as the stream has it, whoever makes it."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={count === 0} onClick={tail.clear}>
                Clear
              </Button>
              {isRunning ? (
                <Button onClick={tail.stop}>Stop live tail</Button>
              ) : (
                <Button variant="primary" onClick={tail.start}>
                  Start live tail
                </Button>
              )}
            </SpaceBetween>
          }
        >
          Live tail
        </Header>
      }
    >
      <SpaceBetween size="s">
        <StatusIndicator type={type}>{text}</StatusIndicator>
        <Failure of={tail.error} />
        {records.length === 0 ? (
          <Box color="text-body-secondary">
            {isRunning ? "No change yet. Write an item, here or by another client." : "No changes."}
          </Box>
        ) : (
          records.map((record) => <Change key={record.eventID} record={record} view={view} />)
        )}
        {count > records.length && (
          <Box color="text-body-secondary">Only the newest {records.length} changes are kept.</Box>
        )}
      </SpaceBetween>
    </Container>
  );
}

const EVENTS = {
  INSERT: ["green", "Insert"],
  MODIFY: ["blue", "Modify"],
  REMOVE: ["red", "Remove"],
} as const;

interface ChangeProperties {
  readonly record: StreamRecord;
  readonly view: StreamViewType | undefined;
}

function Change({ record, view }: ChangeProperties) {
  const { Keys = {}, OldImage, NewImage, ApproximateCreationDateTime } = record.dynamodb ?? {};
  const [color, text] = EVENTS[record.eventName ?? "MODIFY"];
  const isExpiry = record.userIdentity?.PrincipalId === "dynamodb.amazonaws.com";
  const rows = imageRows(Keys, OldImage, NewImage);
  return (
    <ExpandableSection
      defaultExpanded
      headerText={
        <SpaceBetween direction="horizontal" size="xs" alignItems="center">
          <Badge color={color}>{text}</Badge>
          <span>{keyValueText(Keys)}</span>
          {isExpiry && <Badge>Time to Live</Badge>}
        </SpaceBetween>
      }
      headerDescription={timeText(ApproximateCreationDateTime)}
    >
      {view === "KEYS_ONLY" ? null : <Images rows={rows} view={view} />}
    </ExpandableSection>
  );
}

function Images({
  rows,
  view,
}: {
  readonly rows: readonly ImageRow[];
  readonly view: StreamViewType | undefined;
}) {
  const show = (row: ImageRow, text: string | undefined) =>
    text === undefined ? (
      "-"
    ) : row.isChanged && view === "NEW_AND_OLD_IMAGES" ? (
      <strong>{cut(text)}</strong>
    ) : (
      cut(text)
    );
  const old = {
    id: "old",
    header: "Old image",
    width: "40%",
    cell: (row: ImageRow) => show(row, row.old),
  };
  const newer = {
    id: "new",
    header: "New image",
    width: "40%",
    cell: (row: ImageRow) => show(row, row.new),
  };
  return (
    <Table<ImageRow>
      variant="embedded"
      wrapLines
      items={rows}
      trackBy="name"
      ariaLabels={{ tableLabel: "Old and new image" }}
      columnDefinitions={[
        {
          id: "name",
          header: "Attribute",
          cell: ({ name }) => name,
          width: "20%",
          isRowHeader: true,
        },
        ...(view === "NEW_IMAGE" ? [] : [old]),
        ...(view === "OLD_IMAGE" ? [] : [newer]),
      ]}
    />
  );
}
