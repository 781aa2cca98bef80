/** The dialog that deletes a policy: it is detached, its versions go, then the policy. */

import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  ListPolicyVersionsCommand,
} from "@aws-sdk/client-iam";
import Alert from "@cloudscape-design/components/alert";
import { CHANGED_BY_POLICIES } from "@/access/changed";
import { POLICIES_OF } from "@/access/holders";
import type { Arn } from "@/access/types";
import { useWrite } from "@/aws/queries";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { attachedEntities, useEntities } from "./entities";

interface Properties {
  readonly arn: Arn;
  readonly name: string;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeletePolicy({ arn, name, onClose, onDeleted }: Properties) {
  const entities = useEntities(arn);
  const drop = useWrite(
    async ({ iam }) => {
      for (const { kind, name: holder } of await attachedEntities(iam, arn, "PermissionsPolicy")) {
        await POLICIES_OF[kind].detach(iam, holder, arn);
      }
      const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }));
      for (const { VersionId, IsDefaultVersion } of Versions) {
        if (!IsDefaultVersion) {
          await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId }));
        }
      }
      await iam.send(new DeletePolicyCommand({ PolicyArn: arn }));
    },
    {
      changes: CHANGED_BY_POLICIES,
      done: () => `Policy ${name} deleted.`,
      onSuccess: () => {
        onDeleted();
        onClose();
      },
      showsFailure: true,
    },
  );
  const attached = entities.data?.filter(({ use }) => use === "Permissions policy") ?? [];
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      action="Delete"
      word={name}
      isRunning={drop.isPending}
      error={drop.error}
      onConfirm={() => drop.mutate(null)}
      onClose={onClose}
    >
      <div>The policy and all its versions are deleted for good.</div>
      {attached.length > 0 && (
        <Alert type="warning">
          It is attached, and is detached first:{" "}
          {attached.map(({ kind, name: holder }) => `${kind} ${holder}`).join(", ")}.
        </Alert>
      )}
    </ConfirmDialog>
  );
}
