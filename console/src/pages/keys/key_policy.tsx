/** The policy of an encryption key: who may use and manage it. */

import { GetKeyPolicyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { indented, jsonFinding } from "@/access/documents";
import { PolicyEditor } from "@/access/policy_editor";
import { Failure } from "@/aws/failure";
import { useRead, useWrite } from "@/aws/queries";
import { CodeEditor } from "@/parts/code_editor";
import { FormDialog } from "@/parts/form_dialog";

export function KeyPolicy({ id }: { readonly id: string }) {
  const [isEditing, setEditing] = useState(false);
  const policy = useRead(["GetKeyPolicy", id], async ({ kms }) => {
    const answer = await kms.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: "default" }));
    return indented(answer.Policy ?? "");
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Who may use and manage the key."
          actions={
            <Button disabled={policy.data === undefined} onClick={() => setEditing(true)}>
              Edit
            </Button>
          }
        >
          Key policy
        </Header>
      }
    >
      <Failure of={policy.error} />
      {policy.data === undefined ? (
        policy.error === null && <Spinner />
      ) : (
        <CodeEditor label="Key policy" language="json" value={policy.data} isReadOnly />
      )}
      {isEditing && policy.data !== undefined && (
        <EditPolicy id={id} text={policy.data} onClose={() => setEditing(false)} />
      )}
    </Container>
  );
}

interface EditProperties {
  readonly id: string;
  readonly text: string;
  readonly onClose: () => void;
}

function EditPolicy({ id, text: old, onClose }: EditProperties) {
  const [text, setText] = useState(old);
  const save = useWrite(
    ({ kms }, Policy: string) =>
      kms.send(new PutKeyPolicyCommand({ KeyId: id, PolicyName: "default", Policy })),
    {
      changes: ["GetKeyPolicy"],
      done: () => "The key policy was changed.",
      onSuccess: onClose,
      showsFailure: true,
    },
  );
  return (
    <FormDialog
      title="Edit key policy"
      action="Save changes"
      size="large"
      isReady={jsonFinding(text) === undefined}
      isRunning={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(text)}
      onClose={onClose}
    >
      <PolicyEditor label="Key policy" kind="other" value={text} onChange={setText} />
    </FormDialog>
  );
}
