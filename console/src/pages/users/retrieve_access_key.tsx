/** Shows a new access key, the only time that its secret can be seen. */

import type { AccessKey } from "@aws-sdk/client-iam";
import FormField from "@cloudscape-design/components/form-field";
import { Secret } from "@/access/secret";
import { ShownOnce } from "@/access/shown_once";
import { Copyable } from "@/parts/copyable";

interface Properties {
  readonly accessKey: AccessKey;
  readonly onDone: () => void;
}

export function RetrieveAccessKey({ accessKey, onDone }: Properties) {
  const { UserName = "", AccessKeyId = "", SecretAccessKey = "" } = accessKey;
  return (
    <ShownOnce
      title="Retrieve access keys"
      warning="This is the only time that the secret access key can be seen or downloaded. You cannot recover it later, but you can create a new key at any time."
      fileName={`${UserName}_accessKeys.csv`}
      columns={{ "Access key ID": AccessKeyId, "Secret access key": SecretAccessKey }}
      onDone={onDone}
    >
      <FormField label="Access key">
        <Copyable text={AccessKeyId} what="the access key ID" isCode />
      </FormField>
      <Secret label="Secret access key" value={SecretAccessKey} />
    </ShownOnce>
  );
}
