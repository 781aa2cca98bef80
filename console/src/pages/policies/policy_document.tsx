/** The document of a policy. Saving makes a new version, which becomes the default. */

import { CreatePolicyVersionCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { indented } from "@/access/documents";
import { PolicyEditor } from "@/access/policy_editor";
import { versionDocument } from "@/access/reads";
import type { Arn } from "@/access/types";
import { Failure } from "@/aws/failure";
import { useRead, useWrite } from "@/aws/queries";
import { CodeEditor } from "@/parts/code_editor";
import { FormDialog } from "@/parts/form_dialog";
import { CHANGED_BY_VERSIONS } from "./policy_versions";

interface Properties {
  readonly arn: Arn;
  readonly versionId: string;
  readonly isOwn: boolean;
}

export function PolicyDocument({ arn, versionId, isOwn }: Properties) {
  const [isEditing, setEditing] = useState(false);
  const document = useRead(["GetPolicyVersion", { arn, versionId }], (clients) =>
    versionDocument(clients, arn, versionId),
  );
  const edit = isOwn && (
    <Button disabled={document.data === undefined} onClick={() => setEditing(true)}>
      Edit
    </Button>
  );
  return (
    <Container
      header={
        <Header variant="h2" actions={edit}>
          Document, version {versionId}
        </Header>
      }
    >
      <Failure of={document.error} />
      {document.data === undefined ? (
        document.error === null && <Spinner />
      ) : (
        <CodeEditor
          label="Policy document"
          language="json"
          value={indented(document.data)}
          height={420}
          isReadOnly
        />
      )}
      {isEditing && document.data !== undefined && (
        <NewVersion arn={arn} text={indented(document.data)} onClose={() => setEditing(false)} />
      )}
    </Container>
  );
}

interface NewProperties {
  readonly arn: Arn;
  readonly text: string;
  readonly onClose: () => void;
}

// Source: IAM User Guide, "IAM and AWS STS quotas".
const LIMIT = 6144;

function NewVersion({ arn, text: old, onClose }: NewProperties) {
  const [text, setText] = useState(old);
  const save = useWrite(
    ({ iam }) =>
      iam.send(
        new CreatePolicyVersionCommand({
          PolicyArn: arn,
          PolicyDocument: text,
          SetAsDefault: true,
        }),
      ),
    {
      changes: CHANGED_BY_VERSIONS,
      done: (_, { PolicyVersion }) =>
        `Version ${PolicyVersion?.VersionId ?? ""} was created and is the default.`,
      onSuccess: onClose,
      showsFailure: true,
    },
  );
  return (
    <FormDialog
      title="Edit policy"
      action="Save changes"
      size="large"
      isRunning={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(null)}
      onClose={onClose}
    >
      <div>
        Saving creates a new version and makes it the default. A policy has at most five versions.
      </div>
      <PolicyEditor
        label="Policy document"
        kind="identity"
        value={text}
        onChange={setText}
        limit={LIMIT}
        height={400}
      />
    </FormDialog>
  );
}
