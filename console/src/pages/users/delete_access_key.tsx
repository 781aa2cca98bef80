/** The dialog that deletes an access key, which must be inactive. */

import type { AccessKeyMetadata } from "@aws-sdk/client-iam";
import {
  DeleteAccessKeyCommand,
  UntagUserCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { Field } from "@/access/field";
import { failuresOf } from "@/access/steps";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { FormDialog } from "@/parts/form_dialog";
import { CHANGED_BY_KEYS } from "./changed";

interface Properties {
  readonly userName: string;
  readonly accessKey: AccessKeyMetadata;
  readonly onClose: () => void;
}

export function DeleteAccessKey({ userName, accessKey, onClose }: Properties) {
  const { AccessKeyId = "", Status } = accessKey;
  const [typed, setTyped] = useState("");
  const key = { UserName: userName, AccessKeyId };
  const deactivate = useWrite(
    ({ iam }) => iam.send(new UpdateAccessKeyCommand({ ...key, Status: "Inactive" })),
    { changes: CHANGED_BY_KEYS, showsFailure: true },
  );
  const drop = useWrite(
    async ({ iam }) => {
      await iam.send(new DeleteAccessKeyCommand(key));
      // The description may be absent, or the caller may not change tags: the key is gone anyway.
      await failuresOf([
        () => iam.send(new UntagUserCommand({ UserName: userName, TagKeys: [AccessKeyId] })),
      ]);
    },
    {
      changes: CHANGED_BY_KEYS,
      done: () => "Access key deleted.",
      onSuccess: onClose,
      showsFailure: true,
    },
  );
  const isActive = Status === "Active";
  return (
    <FormDialog
      title={`Delete ${AccessKeyId}?`}
      action="Delete"
      isReady={!isActive && typed === AccessKeyId}
      isRunning={drop.isPending}
      error={drop.error}
      onSubmit={() => drop.mutate(null)}
      onClose={onClose}
    >
      <div>Programs that sign with this key are refused. A deleted key cannot be recovered.</div>
      {isActive && (
        <Alert
          type="warning"
          action={
            <Button loading={deactivate.isPending} onClick={() => deactivate.mutate(null)}>
              Deactivate
            </Button>
          }
        >
          Deactivate the key first, and see whether something still needs it.
        </Alert>
      )}
      <Failure of={deactivate.error} />
      <Field
        label="To confirm, type the access key ID in the field."
        placeholder={AccessKeyId}
        value={typed}
        onChange={setTyped}
      />
    </FormDialog>
  );
}
