/** Shows code that repeats the query. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useRegion } from "@/frame/region";
import { usePreference } from "@/frame/preferences";
import { LANGUAGES } from "@/items/code/read_code";
import type { DialogProperties } from "./action_dialog";

export function CodeDialog({ exploring, onClose }: DialogProperties) {
  const region = useRegion();
  const [language, setLanguage] = usePreference("code-language", "cli");
  const { request } = exploring.planned;
  if (request === undefined) return null;
  const target = { region, endpoint: window.location.origin };
  const tabs = LANGUAGES.map(({ id, title, write }) => {
    const code = write(request, target);
    return {
      id,
      label: title,
      content: (
        <SpaceBetween size="s">
          <CopyToClipboard
            textToCopy={code}
            copyButtonText="Copy"
            copySuccessText="Copied"
            copyErrorText="The browser does not allow copying here"
          />
          <pre className="jedlik-code" tabIndex={0} aria-label={`Code for ${title}`}>
            {code}
          </pre>
        </SpaceBetween>
      ),
    };
  });
  const footer = (
    <Box float="right">
      <Button variant="primary" onClick={onClose}>
        Close
      </Button>
    </Box>
  );
  return (
    <Modal visible size="large" header="Code for this query" onDismiss={onClose} footer={footer}>
      <SpaceBetween size="s">
        <Box color="text-body-secondary">
          The code reads all pages. It finds credentials where the SDKs look for them.
        </Box>
        <Tabs
          tabs={tabs}
          activeTabId={language}
          onChange={({ detail }) => setLanguage(detail.activeTabId)}
        />
      </SpaceBetween>
    </Modal>
  );
}
