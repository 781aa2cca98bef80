/** The dialog that clones a table, and the work that goes on after it closes. */

import type { TableDescription, Tag } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTagsOfResourceCommand,
  ScanCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import type { KMSClient } from "@aws-sdk/client-kms";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useState } from "react";
import { allPages } from "@/aws/all_pages";
import type { Clients } from "@/aws/clients";
import { describeFailure } from "@/aws/failure";
import { useClients, useReadAgain, useWrite } from "@/aws/queries";
import { showMessage } from "@/frame/messages";
import { nameError } from "@/pages/create_table/rules";
import { countText } from "@/parts/amounts";
import { FormDialog } from "@/parts/form_dialog";
import type { Requests } from "./clone";
import { cloneInput, copyItems } from "./clone";

const WHAT = [
  { value: "schema", label: "Schema only", description: "Keys, indexes and settings, no items." },
  { value: "all", label: "Schema and data", description: "All items, read by a scan." },
  { value: "first", label: "Schema and the first items", description: "As a scan returns them." },
] as const;
type What = (typeof WHAT)[number]["value"];

const DEFAULT_COUNT = "100";
const WAIT_S = 600;

interface Properties {
  readonly table: string;
  readonly onClose: () => void;
}

export function CloneDialog({ table, onClose }: Properties) {
  const clients = useClients();
  const readAgain = useReadAgain();
  const [name, setName] = useState(`${table}-clone`);
  const [what, setWhat] = useState<What>("schema");
  const [count, setCount] = useState(DEFAULT_COUNT);
  const nameFault = nameError(name, "the table");
  const countFault = /^[1-9]\d*$/.test(count) ? undefined : "Type a whole number, 1 or more.";
  const creation = useWrite((all, to: string) => createClone(all, table, to), {
    changes: ["ListTables"],
    showsFailure: true,
    onSuccess: (_, to) => {
      const limit = what === "schema" ? 0 : what === "all" ? undefined : Number(count);
      void fillClone(clients, { from: table, to, limit }).then(() =>
        readAgain("ListTables", "DescribeTable"),
      );
      onClose();
    },
  });
  const isReady = nameFault === undefined && (what !== "first" || countFault === undefined);
  return (
    <FormDialog
      title="Clone table"
      action="Clone table"
      onSubmit={() => creation.mutate(name)}
      onClose={onClose}
      isReady={isReady}
      isRunning={creation.isPending}
      error={creation.error}
    >
      <Box>
        The clone has the keys, indexes, capacity, class, encryption, stream, tags and time to live
        of <strong>{table}</strong>. It has no policy and no deletion protection.
      </Box>
      <FormField label="Name of the new table" errorText={nameFault}>
        <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField label="What to clone">
        <RadioGroup
          value={what}
          items={WHAT}
          onChange={({ detail }) =>
            setWhat(WHAT.find(({ value }) => value === detail.value)?.value ?? "schema")
          }
        />
      </FormField>
      {what === "first" && (
        <FormField label="Number of items" errorText={countFault}>
          <Input
            value={count}
            inputMode="numeric"
            onChange={({ detail }) => setCount(detail.value)}
          />
        </FormField>
      )}
    </FormDialog>
  );
}

async function createClone({ dynamodb, kms }: Clients, from: string, to: string): Promise<void> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: from }));
  if (Table === undefined) throw new Error("The server described no table.");
  const tags = await allPages<Tag, string>(async (token) => {
    const input = { ResourceArn: Table.TableArn, NextToken: token };
    const answer = await dynamodb.send(new ListTagsOfResourceCommand(input));
    return { items: answer.Tags, next: answer.NextToken };
  });
  const input = cloneInput(Table, to, await isManagedByAws(kms, Table));
  await dynamodb.send(new CreateTableCommand(tags.length === 0 ? input : { ...input, Tags: tags }));
}

interface Filling {
  readonly from: string;
  readonly to: string;
  readonly limit: number | undefined;
}

/** Copies the items, then turns on time to live. A message shows how far it is, and stops it. */
async function fillClone(clients: Clients, { from, to, limit }: Filling): Promise<void> {
  const { dynamodb } = clients;
  const id = `clone-${to}`;
  const stop = new AbortController();
  const action = <Button onClick={() => stop.abort()}>Stop</Button>;
  const show = (content: string) =>
    showMessage({ id, type: "in-progress", content, ...(limit === 0 ? {} : { action }) });
  show(`Table ${from} is being cloned to ${to}.`);
  try {
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: WAIT_S }, { TableName: to });
    const onProgress = (copied: number) => show(`${countText(copied)} items copied to ${to}.`);
    const copied =
      limit === 0
        ? 0
        : await copyItems(requestsOf(clients), {
            from,
            to,
            limit,
            onProgress,
            signal: stop.signal,
          });
    await copyTimeToLive(clients, from, to);
    const items = copied === 1 ? "1 item" : `${countText(copied)} items`;
    const content = stop.signal.aborted
      ? `The clone of ${from} was stopped. Table ${to} has ${items}.`
      : `Table ${from} was cloned to ${to}, with ${items}.`;
    showMessage({ id, type: stop.signal.aborted ? "warning" : "success", content });
  } catch (thrown) {
    showMessage({ id, type: "error", ...describeFailure(thrown) });
  }
}

function requestsOf({ dynamodb }: Clients): Requests {
  return {
    scan: (input) => dynamodb.send(new ScanCommand(input)),
    write: (input) => dynamodb.send(new BatchWriteItemCommand(input)),
  };
}

async function isManagedByAws(kms: KMSClient, table: TableDescription): Promise<boolean> {
  const arn = table.SSEDescription?.KMSMasterKeyArn;
  if (arn === undefined) return false;
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: arn }));
  return KeyMetadata?.KeyManager === "AWS";
}

async function copyTimeToLive({ dynamodb }: Clients, from: string, to: string): Promise<void> {
  const { TimeToLiveDescription: of } = await dynamodb.send(
    new DescribeTimeToLiveCommand({ TableName: from }),
  );
  if (of?.TimeToLiveStatus !== "ENABLED") return;
  await dynamodb.send(
    new UpdateTimeToLiveCommand({
      TableName: to,
      TimeToLiveSpecification: { AttributeName: of.AttributeName, Enabled: true },
    }),
  );
}
