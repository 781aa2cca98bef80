/** The versions of a policy: look at one, make it the default, delete it. */

import type { PolicyVersion } from "@aws-sdk/client-iam";
import {
  DeletePolicyVersionCommand,
  ListPolicyVersionsCommand,
  SetDefaultPolicyVersionCommand,
} from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { indented } from "@/access/documents";
import { versionDocument } from "@/access/reads";
import type { Arn } from "@/access/types";
import { allPages } from "@/aws/all_pages";
import { Failure } from "@/aws/failure";
import { useRead, useWrite } from "@/aws/queries";
import { timeText } from "@/parts/amounts";
import { CodeEditor } from "@/parts/code_editor";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";

export const CHANGED_BY_VERSIONS = [
  "GetPolicy",
  "GetPolicyVersion",
  "ListPolicyVersions",
  "ListPolicies",
  "HeldDocument",
];

interface Properties {
  readonly arn: Arn;
  readonly isOwn: boolean;
}

export function PolicyVersions({ arn, isOwn }: Properties) {
  const [selected, select] = useState<PolicyVersion[]>([]);
  const [shown, show] = useState<string>();
  const versions = useRead(["ListPolicyVersions", arn], ({ iam }) =>
    allPages<PolicyVersion, string>(async (Marker) => {
      const answer = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn, Marker }));
      return { items: answer.Versions, next: answer.Marker };
    }),
  );
  const after = { changes: CHANGED_BY_VERSIONS, onSuccess: () => select([]) };
  const setDefault = useWrite(
    ({ iam }, VersionId: string) =>
      iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn: arn, VersionId })),
    { ...after, done: (id) => `Version ${id} is the default now.` },
  );
  const drop = useWrite(
    ({ iam }, VersionId: string) =>
      iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId })),
    { ...after, done: (id) => `Version ${id} deleted.` },
  );
  const chosen = selected[0]?.VersionId;
  const isFree = chosen !== undefined && selected[0]?.IsDefaultVersion !== true;
  return (
    <>
      <ListTable
        id="policy-versions"
        title="Policy versions"
        noun="version"
        variant="container"
        items={versions.data}
        error={versions.error}
        columns={COLUMNS}
        nameOf={({ VersionId = "" }) => VersionId}
        selection={{ type: "single", items: selected, onChange: select }}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={chosen === undefined} onClick={() => show(chosen)}>
              Show
            </Button>
            <Button
              disabled={!isOwn || !isFree}
              loading={drop.isPending}
              onClick={() => chosen !== undefined && drop.mutate(chosen)}
            >
              Delete
            </Button>
            <Button
              disabled={!isOwn || !isFree}
              loading={setDefault.isPending}
              onClick={() => chosen !== undefined && setDefault.mutate(chosen)}
            >
              Set as default
            </Button>
          </SpaceBetween>
        }
        empty={<EmptyList text="The policy has no versions." />}
      />
      {shown !== undefined && (
        <ShownVersion arn={arn} versionId={shown} onClose={() => show(undefined)} />
      )}
    </>
  );
}

const COLUMNS: readonly Column<PolicyVersion>[] = [
  {
    id: "version",
    header: "Version",
    cell: ({ VersionId, IsDefaultVersion }) =>
      `${VersionId ?? "-"}${IsDefaultVersion ? " (Default)" : ""}`,
    sortedBy: ({ VersionId = "" }) => Number(VersionId.slice(1)),
    width: 200,
  },
  {
    id: "created",
    header: "Creation time",
    cell: ({ CreateDate }) => timeText(CreateDate),
    sortedBy: ({ CreateDate }) => CreateDate?.getTime() ?? 0,
    width: 300,
  },
];

interface ShownProperties {
  readonly arn: Arn;
  readonly versionId: string;
  readonly onClose: () => void;
}

function ShownVersion({ arn, versionId, onClose }: ShownProperties) {
  const document = useRead(["GetPolicyVersion", { arn, versionId }], (clients) =>
    versionDocument(clients, arn, versionId),
  );
  return (
    <Modal
      visible
      size="large"
      header={`Version ${versionId}`}
      onDismiss={onClose}
      closeAriaLabel="Close"
    >
      <Failure of={document.error} />
      {document.data === undefined ? (
        document.error === null && <Spinner />
      ) : (
        <CodeEditor
          label="Policy document"
          language="json"
          value={indented(document.data)}
          isReadOnly
        />
      )}
    </Modal>
  );
}
