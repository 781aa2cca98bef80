/** The resource-based policy of a table or of a stream: read, saved with its revision, deleted. */

import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-dynamodb";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { inOneLine } from "@/access/documents";
import { Failure } from "@/aws/failure";
import { useRead, useWrite } from "@/aws/queries";
import { useSession } from "@/frame/session";
import { CodeEditor } from "@/parts/code_editor";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { EmptyList } from "@/parts/empty_list";
import { PolicyEditor } from "./policy_editor";
import { policyFaults } from "./policy_faults";

interface Properties {
  readonly arn: string;
  readonly of: "table" | "stream";
  /** The actions of the example that a new policy begins with. */
  readonly actions: readonly string[];
}

interface Policy {
  readonly text: string;
  readonly revision: string | undefined;
}

/** The service's word for "there is none yet" in ExpectedRevisionId. */
const NO_POLICY = "NO_POLICY";

export function ResourcePolicy({ arn, of, actions }: Properties) {
  const { accountId } = useSession();
  const [edited, edit] = useState<Policy>();
  const [isDeleting, askToDelete] = useState(false);
  const policy = usePolicy(arn);
  const example = examplePolicy(arn, accountId, actions);
  const create = (
    <Button onClick={() => edit({ text: example, revision: NO_POLICY })}>Create {of} policy</Button>
  );
  const buttons = policy.data && !edited && (
    <SpaceBetween direction="horizontal" size="xs">
      <Button ariaLabel={`Delete ${of} policy`} onClick={() => askToDelete(true)}>
        Delete
      </Button>
      <Button ariaLabel={`Edit ${of} policy`} onClick={() => edit(policy.data ?? undefined)}>
        Edit
      </Button>
    </SpaceBetween>
  );
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={buttons || undefined}
          description={`It says who else may use the ${of}, in addition to what policies of users and roles allow.`}
        >
          Resource-based policy for {of}
        </Header>
      }
    >
      <Failure of={policy.error} />
      {policy.isLoading && <Spinner />}
      {edited ? (
        <Editing
          arn={arn}
          of={of}
          policy={edited}
          onChange={(text) => edit({ ...edited, text })}
          onClose={() => edit(undefined)}
        />
      ) : policy.data ? (
        <CodeEditor
          label={`Policy of the ${of}`}
          language="json"
          value={policy.data.text}
          isReadOnly
        />
      ) : (
        policy.data === null && (
          <EmptyList
            text={`The ${of} has no policy.`}
            action={create}
            command={`aws dynamodb put-resource-policy --resource-arn ${arn} --policy '${inOneLine(example)}'`}
          />
        )
      )}
      {isDeleting && policy.data && (
        <DeletePolicy
          arn={arn}
          of={of}
          revision={policy.data.revision}
          onClose={() => askToDelete(false)}
        />
      )}
    </Container>
  );
}

/** null: there is no policy. */
function usePolicy(arn: string) {
  return useRead(
    ["GetResourcePolicy", { ResourceArn: arn }],
    async ({ dynamodb }): Promise<Policy | null> => {
      try {
        const input = { ResourceArn: arn };
        const answer = await dynamodb.send(new GetResourcePolicyCommand(input));
        return { text: indented(answer.Policy ?? ""), revision: answer.RevisionId };
      } catch (thrown) {
        if (thrown instanceof Error && thrown.name === "PolicyNotFoundException") return null;
        throw thrown;
      }
    },
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function examplePolicy(arn: string, accountId: string, actions: readonly string[]): string {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: actions,
    Resource: arn,
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 2);
}

interface EditingProperties extends Omit<Properties, "actions"> {
  readonly policy: Policy;
  readonly onChange: (text: string) => void;
  readonly onClose: () => void;
}

/** Saves only if the policy still has the revision that was read. */
function Editing({ arn, of, policy, onChange, onClose }: EditingProperties) {
  const save = useWrite(
    ({ dynamodb }, text: string) =>
      dynamodb.send(
        new PutResourcePolicyCommand({
          ResourceArn: arn,
          Policy: text,
          ExpectedRevisionId: policy.revision,
        }),
      ),
    {
      changes: ["GetResourcePolicy"],
      showsFailure: true,
      done: () => `The policy of the ${of} was saved.`,
      onSuccess: onClose,
    },
  );
  const hasFaults = policyFaults(policy.text).length > 0;
  return (
    <SpaceBetween size="m">
      <Failure of={save.error} />
      <PolicyEditor label={`Policy of the ${of}`} value={policy.text} onChange={onChange} />
      <Box float="right">
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            loading={save.isPending}
            disabled={hasFaults || policy.text.trim() === ""}
            onClick={() => save.mutate(policy.text)}
          >
            Save changes
          </Button>
        </SpaceBetween>
      </Box>
    </SpaceBetween>
  );
}

interface DeleteProperties extends Omit<Properties, "actions"> {
  readonly revision: string | undefined;
  readonly onClose: () => void;
}

function DeletePolicy({ arn, of, revision, onClose }: DeleteProperties) {
  const deletion = useWrite(
    ({ dynamodb }) =>
      dynamodb.send(
        new DeleteResourcePolicyCommand({ ResourceArn: arn, ExpectedRevisionId: revision }),
      ),
    {
      changes: ["GetResourcePolicy"],
      showsFailure: true,
      done: () => `The policy of the ${of} was deleted.`,
      onSuccess: onClose,
    },
  );
  return (
    <ConfirmDialog
      title={`Delete ${of} policy`}
      action="Delete"
      word="confirm"
      onConfirm={() => deletion.mutate(undefined)}
      onClose={onClose}
      isRunning={deletion.isPending}
      error={deletion.error}
    >
      Whoever may use the {of} only by this policy loses access.
    </ConfirmDialog>
  );
}
