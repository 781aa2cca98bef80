/** The form that creates a table. */

import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { Failure } from "@/aws/failure";
import { useClients, useReadAgain, useWrite } from "@/aws/queries";
import { address, linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { DefaultSettings } from "./default_settings";
import type { TableDraft } from "./draft";
import { NEW_TABLE } from "./draft";
import { KeyFields } from "./key_fields";
import { createTableInput } from "./request";
import type { Errors } from "./rules";
import { tableErrors } from "./rules";
import { TableSettings } from "./table_settings";
import { TagsFields } from "./tags_fields";
import { watchCreation } from "./watch_table";

export default function CreateTable() {
  const region = useRegion();
  const [draft, setDraft] = useState(NEW_TABLE);
  const [isChecked, setChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const creation = useCreation();
  const errors = tableErrors(draft);
  const shown = isChecked ? errors : {};
  useEffect(() => {
    if (creation.error) form.current?.scrollIntoView({ block: "start" });
  }, [creation.error]);
  const submit = () => {
    setChecked(true);
    if (Object.keys(errors).length === 0) creation.mutate(draft);
    else focusFirstError(form.current);
  };
  return (
    <ContentLayout header={<Header variant="h1">Create table</Header>}>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" href={linkTo(region, "tables")}>
                Cancel
              </Button>
              <Button variant="primary" loading={creation.isPending}>
                Create table
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            <Failure of={creation.error} />
            <TableDetails draft={draft} onChange={setDraft} errors={shown} />
            <SettingsChoice draft={draft} onChange={setDraft} />
            {draft.isCustomized ? (
              <TableSettings draft={draft} onChange={setDraft} errors={shown} />
            ) : (
              <DefaultSettings />
            )}
            <Container header={<Header variant="h2">Tags</Header>}>
              <TagsFields
                tags={draft.tags.map((tag) => ({ ...tag, existing: false }))}
                onChange={(tags) =>
                  setDraft({ ...draft, tags: tags.map(({ key, value }) => ({ key, value })) })
                }
                error={shown.tags}
              />
            </Container>
          </SpaceBetween>
        </Form>
      </form>
    </ContentLayout>
  );
}

function useCreation() {
  const region = useRegion();
  const clients = useClients();
  const readAgain = useReadAgain();
  const navigate = useNavigate();
  return useWrite(
    ({ dynamodb }, draft: TableDraft) =>
      dynamodb.send(new CreateTableCommand(createTableInput(draft))),
    {
      changes: ["ListTables"],
      showsFailure: true,
      onSuccess: (_, { name }) => {
        void navigate(address(region, "tables"));
        void watchCreation(clients, name).then(() => readAgain("ListTables", "DescribeTable"));
      },
    },
  );
}

/** After the errors are drawn, the first field that has one gets the focus. */
function focusFirstError(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}

interface DetailsProperties {
  readonly draft: TableDraft;
  readonly onChange: (draft: TableDraft) => void;
  readonly errors: Errors;
}

function TableDetails({ draft, onChange, errors }: DetailsProperties) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="A table needs a name and a primary key. The key cannot be changed later."
        >
          Table details
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField
          label="Table name"
          description="Between 3 and 255 characters: letters, digits, underscores (_), hyphens (-) and periods (.)."
          errorText={errors.name}
        >
          <Input
            value={draft.name}
            placeholder="Enter name for table"
            spellcheck={false}
            autoFocus
            onChange={({ detail }) => onChange({ ...draft, name: detail.value })}
          />
        </FormField>
        <KeyFields
          label="Partition key"
          description="Items with the same partition key are stored together."
          placeholder="Enter the partition key name"
          value={draft.partition}
          onChange={(partition) => onChange({ ...draft, partition })}
          error={errors["partition.name"]}
        />
        <KeyFields
          label="Sort key - optional"
          description="It sorts the items of one partition key."
          placeholder="Enter the sort key name"
          value={draft.sort}
          onChange={(sort) => onChange({ ...draft, sort })}
          error={errors["sort.name"]}
        />
      </SpaceBetween>
    </Container>
  );
}

function SettingsChoice({ draft, onChange }: Omit<DetailsProperties, "errors">) {
  return (
    <Container header={<Header variant="h2">Table settings</Header>}>
      <Tiles
        ariaLabel="Table settings"
        value={draft.isCustomized ? "customize" : "default"}
        onChange={({ detail }) =>
          onChange({ ...draft, isCustomized: detail.value === "customize" })
        }
        items={[
          {
            value: "default",
            label: "Default settings",
            description: "The fastest way. Most settings can be changed later.",
          },
          {
            value: "customize",
            label: "Customize settings",
            description: "Choose capacity, indexes, encryption and more.",
          },
        ]}
      />
    </Container>
  );
}
