/** The form that both restore pages share. */

import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { EncryptionFields } from "@/pages/create_table/encryption_fields";
import type { RestoreDraft, RestoreErrors } from "./request";
import { isComplete } from "./request";

interface FieldProperties {
  readonly draft: RestoreDraft;
  readonly onChange: (draft: RestoreDraft) => void;
  readonly errors: RestoreErrors;
}

interface Properties extends FieldProperties {
  readonly title: string;
  /** What is restored: the backup, or the table and the time. */
  readonly source: (errors: RestoreErrors) => ReactNode;
  readonly cancelHref: string;
  readonly onRestore: () => void;
  readonly isRunning: boolean;
  readonly error: Error | null;
}

export function RestoreForm(properties: Properties) {
  const { title, draft, onChange, errors, source, onRestore, isRunning } = properties;
  const [isChecked, setChecked] = useState(false);
  const shown = isChecked ? errors : {};
  return (
    <ContentLayout header={<Header variant="h1">{title}</Header>}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (isComplete(errors)) onRestore();
        }}
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" href={properties.cancelHref}>
                Cancel
              </Button>
              <Button variant="primary" loading={isRunning}>
                Restore
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            <Failure of={properties.error} />
            {source(shown)}
            <RestoredTable draft={draft} onChange={onChange} errors={shown} />
            <Encryption draft={draft} onChange={onChange} errors={shown} />
            <Alert type="info" header="What is not restored">
              A restore always makes a new table. The new table has no tags, stream, time to live,
              point-in-time recovery, deletion protection or resource-based policy, and its class is
              DynamoDB Standard. Its items can be read when its status is Active.
            </Alert>
          </SpaceBetween>
        </Form>
      </form>
    </ContentLayout>
  );
}

function RestoredTable({ draft, onChange, errors }: FieldProperties) {
  return (
    <Container header={<Header variant="h2">Restored table</Header>}>
      <SpaceBetween size="m">
        <FormField
          label="Name of restored table"
          description="Between 3 and 255 characters: letters, digits, underscores (_), hyphens (-) and periods (.)."
          errorText={errors.name}
        >
          <Input
            value={draft.name}
            placeholder="Enter name for table"
            spellcheck={false}
            onChange={({ detail }) => onChange({ ...draft, name: detail.value })}
          />
        </FormField>
        <FormField label="Secondary indexes">
          <RadioGroup
            value={draft.hasIndexes ? "all" : "none"}
            items={[
              {
                value: "all",
                label: "Restore the entire table",
                description: "The new table has all indexes of the source.",
              },
              {
                value: "none",
                label: "Restore the table without secondary indexes",
                description: "Global indexes can be created later, local indexes cannot.",
              },
            ]}
            onChange={({ detail }) => onChange({ ...draft, hasIndexes: detail.value === "all" })}
          />
        </FormField>
      </SpaceBetween>
    </Container>
  );
}

function Encryption({ draft, onChange, errors }: FieldProperties) {
  const { encryption } = draft;
  return (
    <Container header={<Header variant="h2">Encryption at rest</Header>}>
      <SpaceBetween size="m">
        <Checkbox
          checked={encryption === undefined}
          onChange={({ detail }) =>
            onChange({
              ...draft,
              encryption: detail.checked ? undefined : { kind: "owned", key: "" },
            })
          }
        >
          Use the encryption key of the source
        </Checkbox>
        {encryption && (
          <EncryptionFields
            value={encryption}
            onChange={(changed) => onChange({ ...draft, encryption: changed })}
            error={errors.key}
          />
        )}
      </SpaceBetween>
    </Container>
  );
}
