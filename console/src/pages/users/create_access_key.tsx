/** Creates an access key in three steps: what it is for, a description, the secret. */

import type { AccessKey } from "@aws-sdk/client-iam";
import { CreateAccessKeyCommand, TagUserCommand } from "@aws-sdk/client-iam";
import { useState } from "react";
import { Field } from "@/access/field";
import { present } from "@/aws/present";
import { showFailures } from "@/access/show_failures";
import { failuresOf } from "@/access/steps";
import { useWrite } from "@/aws/queries";
import { FormDialog } from "@/parts/form_dialog";
import { CHANGED_BY_KEYS } from "./changed";
import { KeyPurpose } from "./key_purpose";
import { RetrieveAccessKey } from "./retrieve_access_key";

interface Properties {
  readonly userName: string;
  readonly onClose: () => void;
}

export function CreateAccessKey({ userName, onClose }: Properties) {
  const [hasPurpose, setPurpose] = useState(false);
  const [description, setDescription] = useState("");
  const [made, setMade] = useState<AccessKey>();
  const create = useWrite(
    async ({ iam }, tag: string) => {
      const answer = await iam.send(new CreateAccessKeyCommand({ UserName: userName }));
      const key = present(answer.AccessKey, "access key");
      const tags = [{ Key: key.AccessKeyId, Value: tag }];
      const tagging = () => iam.send(new TagUserCommand({ UserName: userName, Tags: tags }));
      return { key, failures: await failuresOf(tag === "" ? [] : [tagging]) };
    },
    {
      changes: CHANGED_BY_KEYS,
      done: () => "Access key created.",
      onSuccess: ({ key, failures }) => {
        setMade(key);
        showFailures(failures);
      },
      showsFailure: true,
    },
  );
  if (made) return <RetrieveAccessKey accessKey={made} onDone={onClose} />;
  if (!hasPurpose) return <KeyPurpose onNext={() => setPurpose(true)} onClose={onClose} />;
  return (
    <FormDialog
      title="Set description tag - optional"
      action="Create access key"
      isRunning={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(description.trim())}
      onClose={onClose}
    >
      <Field
        label="Description tag value"
        description="What the key is for. It is stored as a tag of the user."
        constraint="Up to 256 letters, digits, spaces and _ . : / = + - @"
        value={description}
        onChange={setDescription}
      />
    </FormDialog>
  );
}
