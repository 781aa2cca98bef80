/** Shows a new access key, the only time that its secret can be seen. */

import type { AccessKey } from "@aws-sdk/client-iam";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { csvText } from "@/access/csv";
import { Secret } from "@/access/secret";
import { Copyable } from "@/parts/copyable";
import { downloadText } from "@/parts/download_text";

interface Properties {
  readonly accessKey: AccessKey;
  readonly onDone: () => void;
}

export function RetrieveAccessKey({ accessKey, onDone }: Properties) {
  const { UserName = "", AccessKeyId = "", SecretAccessKey = "" } = accessKey;
  const download = () =>
    downloadText(
      `${UserName}_accessKeys.csv`,
      "text/csv",
      csvText(["Access key ID", "Secret access key"], [AccessKeyId, SecretAccessKey]),
    );
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button iconName="download" onClick={download}>
          Download .csv file
        </Button>
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal
      visible
      header="Retrieve access keys"
      onDismiss={onDone}
      footer={footer}
      closeAriaLabel="Close"
    >
      <SpaceBetween size="m">
        <Alert type="warning">
          This is the only time that the secret access key can be seen or downloaded. You cannot
          recover it later, but you can create a new key at any time.
        </Alert>
        <FormField label="Access key">
          <Copyable text={AccessKeyId} what="the access key ID" isCode />
        </FormField>
        <Secret label="Secret access key" value={SecretAccessKey} />
      </SpaceBetween>
    </Modal>
  );
}
