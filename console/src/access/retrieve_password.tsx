/** Shows a password that was set, the only time that anybody can see it. */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { downloadText } from "@/parts/download_text";
import { csvText } from "./csv";
import { Secret } from "./secret";

interface Properties {
  readonly userName: string;
  readonly password: string;
  readonly onDone: () => void;
}

export function RetrievePassword({ userName, password, onDone }: Properties) {
  const address = `${window.location.origin}/console/`;
  const download = () =>
    downloadText(
      `${userName}_credentials.csv`,
      "text/csv",
      csvText(["User name", "Password", "Console sign-in URL"], [userName, password, address]),
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
      header="Retrieve password"
      onDismiss={onDone}
      footer={footer}
      closeAriaLabel="Close"
    >
      <SpaceBetween size="m">
        <Alert type="warning">This is the only time that the password can be seen.</Alert>
        <div>
          {userName} signs in at {address} with the user name and the password.
        </div>
        <Secret label="Console password" value={password} />
      </SpaceBetween>
    </Modal>
  );
}
