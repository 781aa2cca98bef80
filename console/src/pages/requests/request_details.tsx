/** One request: its input, its answer, and commands that repeat it. */

import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import type { LoggedRequest } from "@/aws/request_log";
import { wireText } from "@/aws/wire_json";
import { CodeEditor } from "@/parts/code_editor";
import { cliCommand, curlCommand } from "./commands";

export function RequestDetails({ request }: { readonly request: LoggedRequest }) {
  const { api, operation, error, region, requestId } = request;
  const cli = cliCommand(request, window.location.origin);
  const curl = curlCommand(request, window.location.origin);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Commands take credentials from the environment: AWS_ACCESS_KEY_ID and the like."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {cli !== undefined && <Copy text={cli} label="Copy as AWS CLI" />}
              {curl !== undefined && <Copy text={curl} label="Copy as curl" />}
            </SpaceBetween>
          }
        >
          {operation}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={3}
          items={[
            { label: "API", value: api },
            { label: "Region", value: region },
            { label: "Request ID", value: requestId ?? "-" },
          ]}
        />
        {error && (
          <Box>
            <strong>{error.name}</strong>: {error.message}
          </Box>
        )}
        <Tabs
          ariaLabel="Parts of the request"
          tabs={[
            tab("request", "Request", wireText(request.input)),
            ...(error ? [] : [tab("response", "Response", wireText(request.output))]),
            ...(cli === undefined ? [] : [commandTab("cli", "AWS CLI", cli)]),
            ...(curl === undefined ? [] : [commandTab("curl", "curl", curl)]),
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}

function Copy({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <CopyToClipboard
      textToCopy={text}
      copyButtonText={label}
      copySuccessText="Copied"
      copyErrorText="The browser does not allow copying here"
    />
  );
}

function tab(id: string, label: string, text: string) {
  const editor = <CodeEditor label={label} language="json" isReadOnly value={text} />;
  return { id, label, content: editor };
}

function commandTab(id: string, label: string, text: string) {
  return { id, label, content: <Box variant="pre">{text}</Box> };
}
