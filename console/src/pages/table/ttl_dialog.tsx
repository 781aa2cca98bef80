/** The dialog that turns on time to live, with a preview of the items that would expire. */

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import DateInput from "@cloudscape-design/components/date-input";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TimeInput from "@cloudscape-design/components/time-input";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { FormDialog } from "@/parts/form_dialog";
import { fieldsOf, previewInput, secondsOf, timeOf } from "./ttl_preview";
import { valueText } from "./value_text";

type Item = Readonly<Record<string, AttributeValue>>;

interface Properties {
  readonly table: string;
  /** The attributes of the key. */
  readonly keys: readonly string[];
  readonly onTurnOn: (attribute: string) => void;
  readonly onClose: () => void;
  readonly isRunning: boolean;
  readonly error: Error | null;
}

export function TtlDialog({ table, keys, onTurnOn, onClose, isRunning, error }: Properties) {
  const [attribute, setAttribute] = useState("");
  return (
    <FormDialog
      title="Turn on Time to Live (TTL)"
      size="large"
      action="Turn on TTL"
      onSubmit={() => onTurnOn(attribute)}
      onClose={onClose}
      isRunning={isRunning}
      isReady={attribute !== ""}
      error={error}
    >
      <FormField
        label="TTL attribute name"
        description="Its value is a number: seconds since 1970-01-01 00:00:00 UTC."
      >
        <Input
          value={attribute}
          spellcheck={false}
          onChange={({ detail }) => setAttribute(detail.value)}
        />
      </FormField>
      <Preview table={table} keys={keys} attribute={attribute} />
    </FormDialog>
  );
}

interface Found {
  readonly attribute: string;
  readonly items: readonly Item[];
  /** Whether the whole table was read. */
  readonly isComplete: boolean;
}

const FOUND_MAX = 100;

function Preview({
  table,
  keys,
  attribute,
}: Pick<Properties, "table" | "keys"> & { attribute: string }) {
  const [{ day, time }, setTime] = useState(() => fieldsOf(new Date()));
  const seconds = secondsOf(day, time);
  const preview = useWrite(
    async ({ dynamodb }, atS: number): Promise<Found> => {
      const items: Item[] = [];
      let start: Record<string, AttributeValue> | undefined;
      do {
        const input = { ...previewInput(table, attribute, atS), ExclusiveStartKey: start };
        const page = await dynamodb.send(new ScanCommand(input));
        items.push(...(page.Items ?? []));
        start = page.LastEvaluatedKey;
      } while (start !== undefined && items.length < FOUND_MAX);
      return { attribute, items, isComplete: start === undefined };
    },
    { showsFailure: true },
  );
  return (
    <ExpandableSection headerText="Preview" defaultExpanded>
      <SpaceBetween size="s">
        <Box>
          Lists the items that have expired at a time that you choose. This reads the table by a
          scan and consumes read capacity.
        </Box>
        <ColumnLayout columns={3}>
          <FormField label="Simulated date (UTC)">
            <DateInput
              value={day}
              placeholder="YYYY/MM/DD"
              onChange={({ detail }) => setTime({ day: detail.value, time })}
            />
          </FormField>
          <FormField label="Simulated time (UTC)">
            <TimeInput
              value={time}
              placeholder="hh:mm:ss"
              onChange={({ detail }) => setTime({ day, time: detail.value })}
            />
          </FormField>
          <FormField label={"\u00a0"}>
            <Button
              disabled={attribute === "" || seconds === undefined}
              loading={preview.isPending}
              onClick={() => {
                if (seconds !== undefined) preview.mutate(seconds);
              }}
            >
              Run preview
            </Button>
          </FormField>
        </ColumnLayout>
        <Failure of={preview.error} />
        {preview.data && <Items found={preview.data} keys={keys} />}
      </SpaceBetween>
    </ExpandableSection>
  );
}

function Items({ found, keys }: { readonly found: Found; readonly keys: readonly string[] }) {
  const { attribute, items, isComplete } = found;
  return (
    <Table<Item>
      variant="embedded"
      wrapLines
      items={items}
      ariaLabels={{ tableLabel: "Items that would expire" }}
      empty="No item would expire."
      header={
        <Box variant="h3">
          Items that would expire ({items.length}
          {isComplete ? "" : " or more"})
        </Box>
      }
      columnDefinitions={[
        ...keys.map((name) => ({
          id: `key ${name}`,
          header: name,
          cell: (item: Item) => {
            const value = item[name];
            return value ? valueText(value) : "-";
          },
        })),
        { id: "value", header: attribute, cell: (item) => item[attribute]?.N ?? "-" },
        { id: "time", header: "Time", cell: (item) => timeOf(item[attribute]) },
      ]}
    />
  );
}
