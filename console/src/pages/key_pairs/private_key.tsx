/** The private key of a new key pair, the only time that it can be stored. */

import type { KeyPair } from "@aws-sdk/client-ec2";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { downloadText } from "@/parts/download_text";
import { shell } from "@/pages/requests/commands";
import { pemName } from "./pem_name";

interface Properties {
  readonly pair: KeyPair;
  readonly onDone: () => void;
}

export function PrivateKey({ pair, onDone }: Properties) {
  const { KeyName: name = "", KeyMaterial: key = "" } = pair;
  const [isStored, setStored] = useState(false);
  const download = () => {
    downloadText(pemName(name), "text/plain", `${key}\n`);
    setStored(true);
  };
  return (
    <Modal
      visible
      header="Private key"
      // A click next to the dialog must not lose the key.
      onDismiss={({ detail }) => {
        if (detail.reason === "closeButton" || isStored) onDone();
      }}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              iconName="download"
              onClick={download}
              variant={isStored ? "normal" : "primary"}
            >
              Download private key
            </Button>
            <Button variant={isStored ? "primary" : "normal"} onClick={onDone}>
              Done
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">
          This is the only time that the private key can be downloaded. The server does not keep it.
        </Alert>
        <Box>
          The file is <strong>{pemName(name)}</strong>. Make it readable for you alone:
        </Box>
        <Box variant="code">chmod 400 -- {shell(pemName(name))}</Box>
      </SpaceBetween>
    </Modal>
  );
}
