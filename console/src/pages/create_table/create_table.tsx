/** The form that creates a table. */

import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { Failure } from "@/aws/failure";
import { useClients, useReadAgain, useWrite } from "@/aws/queries";
import { address, linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { focusFirstError } from "@/parts/first_error";
import { DefaultSettings } from "./default_settings";
import type { TableDraft } from "./draft";
import { NEW_TABLE } from "./draft";
import { createTableInput } from "./request";
import { tableErrors } from "./rules";
import { SettingsChoice, TableDetails } from "./table_details";
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
