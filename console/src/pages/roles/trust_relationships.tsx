/** The trust policy of a role: who may use it. */

import { UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useState } from "react";
import { jsonFinding } from "@/access/documents";
import { PolicyEditor } from "@/access/policy_editor";
import { useWrite } from "@/aws/queries";
import { CodeEditor } from "@/parts/code_editor";
import { FormDialog } from "@/parts/form_dialog";

// Source: IAM User Guide, "IAM and AWS STS quotas".
const LIMIT = 2048;

interface Properties {
  readonly roleName: string;
  readonly text: string;
}

export function TrustRelationships({ roleName, text }: Properties) {
  const [isEditing, setEditing] = useState(false);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Who may use this role, and under which conditions."
          actions={<Button onClick={() => setEditing(true)}>Edit trust policy</Button>}
        >
          Trusted entities
        </Header>
      }
    >
      <CodeEditor label="Trust policy" language="json" value={text} isReadOnly />
      {isEditing && <EditTrust roleName={roleName} text={text} onClose={() => setEditing(false)} />}
    </Container>
  );
}

function EditTrust(properties: Properties & { readonly onClose: () => void }) {
  const { roleName, onClose } = properties;
  const [text, setText] = useState(properties.text);
  const save = useWrite(
    ({ iam }, PolicyDocument: string) =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument })),
    {
      changes: ["GetRole", "ListRoles"],
      done: () => "Trust policy updated.",
      onSuccess: onClose,
      showsFailure: true,
    },
  );
  return (
    <FormDialog
      title="Edit trust policy"
      action="Update policy"
      size="large"
      isReady={jsonFinding(text) === undefined}
      isRunning={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(text)}
      onClose={onClose}
    >
      <PolicyEditor
        label="Trust policy"
        kind="other"
        value={text}
        onChange={setText}
        limit={LIMIT}
      />
    </FormDialog>
  );
}
