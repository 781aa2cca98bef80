/** The form that exports a table. */

import { ExportTableToPointInTimeCommand } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { address, linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { focusFirstError } from "@/parts/first_error";
import { isComplete } from "@/parts/is_complete";
import { TableField } from "@/parts/table_field";
import { OwnerField } from "@/transfers/owner_field";
import { RecoveryNotice } from "./recovery_notice";
import type { ExportDraft, ExportErrors } from "./request";
import { exportErrors, exportInput, newExport } from "./request";
import { ExportSettings } from "./export_settings";

export default function CreateExport() {
  const [link] = useSearchParams();
  const table = link.get("table") ?? "";
  // Another link begins again.
  return <ExportForm key={table} table={table} />;
}

/** table: the table that is chosen at first. Empty: none. */
function ExportForm({ table }: { readonly table: string }) {
  const region = useRegion();
  const [draft, setDraft] = useState(() => newExport(table, new Date()));
  const [shown, show] = useState<ExportErrors>();
  const form = useRef<HTMLFormElement>(null);
  const start = useStart();
  useEffect(() => {
    if (start.error) form.current?.scrollIntoView({ block: "start" });
  }, [start.error]);
  const submit = () => {
    const errors = exportErrors(draft, new Date());
    show(errors);
    if (isComplete(errors)) start.mutate(draft);
    else focusFirstError(form.current);
  };
  const change = (changed: ExportDraft) => {
    setDraft(changed);
    if (shown) show(exportErrors(changed, new Date()));
  };
  return (
    <ContentLayout header={<Header variant="h1">Export to S3</Header>}>
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
              <Button variant="link" formAction="none" href={linkTo(region, "exports")}>
                Cancel
              </Button>
              <Button variant="primary" loading={start.isPending}>
                Export
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            <Failure of={start.error} />
            <ExportDetails draft={draft} onChange={change} errors={shown ?? {}} />
            <ExportSettings draft={draft} onChange={change} errors={shown ?? {}} />
          </SpaceBetween>
        </Form>
      </form>
    </ContentLayout>
  );
}

/** Starts the export, then goes to the list, which shows how it ends. */
function useStart() {
  const region = useRegion();
  const { accountId } = useSession();
  const navigate = useNavigate();
  return useWrite(
    ({ dynamodb }, draft: ExportDraft) => {
      const arn = `arn:aws:dynamodb:${region}:${accountId}:table/${draft.table}`;
      return dynamodb.send(new ExportTableToPointInTimeCommand(exportInput(draft, arn)));
    },
    {
      changes: ["ListExports"],
      showsFailure: true,
      done: ({ table, destination }) =>
        `The export of ${table} to ${destination.trim()} has started.`,
      onSuccess: () => void navigate(address(region, "exports")),
    },
  );
}

interface Properties {
  readonly draft: ExportDraft;
  readonly onChange: (draft: ExportDraft) => void;
  readonly errors: ExportErrors;
}

function ExportDetails({ draft, onChange, errors }: Properties) {
  return (
    <Container header={<Header variant="h2">Export details</Header>}>
      <SpaceBetween size="m">
        <TableField
          value={draft.table}
          onChange={(table) => onChange({ ...draft, table })}
          error={errors.table}
        />
        {draft.table !== "" && <RecoveryNotice key={draft.table} table={draft.table} />}
        <FormField
          label="Destination S3 bucket"
          description="The bucket. The keys of all files begin with the prefix, if there is one."
          constraintText="Format: s3://bucket/prefix"
          errorText={errors.destination}
        >
          <Input
            value={draft.destination}
            placeholder="s3://bucket/prefix"
            spellcheck={false}
            onChange={({ detail }) => onChange({ ...draft, destination: detail.value })}
          />
        </FormField>
        <OwnerField
          owner={draft.owner}
          onChange={(owner) => onChange({ ...draft, owner })}
          error={errors.owner}
        />
      </SpaceBetween>
    </Container>
  );
}
