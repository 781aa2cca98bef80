/** The editor of an item: "Form" or "JSON view". */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { CodeEditor } from "@/parts/code_editor";
import { FormView } from "./form_view";
import type { Editor } from "./use_editor";

export function ItemEditor({ editor }: { readonly editor: Editor }) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="You can add, remove and edit attributes, and nest them up to 32 levels deep."
          actions={
            <SegmentedControl
              label="View of the item"
              selectedId={editor.view}
              options={[
                { id: "form", text: "Form" },
                { id: "json", text: "JSON view" },
              ]}
              onChange={({ detail }) =>
                editor.setView(detail.selectedId === "json" ? "json" : "form")
              }
            />
          }
        >
          Attributes
        </Header>
      }
    >
      <SpaceBetween size="m">
        {editor.refusal !== undefined && <Alert type="warning">{editor.refusal}</Alert>}
        {editor.view === "form" ? <FormView editor={editor} /> : <JsonView editor={editor} />}
      </SpaceBetween>
    </Container>
  );
}

const EDITOR_HEIGHT = 420;

function JsonView({ editor }: { readonly editor: Editor }) {
  const { text, notation, textProblem, isOtherNotation } = editor;
  return (
    <SpaceBetween size="s">
      <SpaceBetween direction="horizontal" size="m" alignItems="center">
        <Toggle
          checked={notation === "dynamodb"}
          onChange={({ detail }) => editor.setNotation(detail.checked ? "dynamodb" : "plain")}
        >
          View DynamoDB JSON
        </Toggle>
        <CopyToClipboard
          textToCopy={text}
          copyButtonText="Copy"
          copySuccessText="Copied"
          copyErrorText="The browser does not allow copying here"
        />
      </SpaceBetween>
      <CodeEditor
        label="Item as JSON"
        language="json"
        height={EDITOR_HEIGHT}
        value={text}
        onChange={editor.setText}
      />
      {isOtherNotation ? <OtherNotation editor={editor} /> : null}
      {textProblem !== undefined && !isOtherNotation && (
        <Box color="text-status-error">
          <span role="alert">{textProblem}</span>
        </Box>
      )}
    </SpaceBetween>
  );
}

function OtherNotation({ editor }: { readonly editor: Editor }) {
  const isPlain = editor.notation === "dynamodb";
  return (
    <Alert
      type={isPlain ? "error" : "warning"}
      header={isPlain ? "This is plain JSON" : "This looks like DynamoDB JSON"}
      action={
        <Button formAction="none" onClick={editor.convert}>
          Convert to DynamoDB JSON
        </Button>
      }
    >
      {isPlain
        ? 'The switch "View DynamoDB JSON" is on, so each value needs its type, as in {"S": "text"}. Convert the text, or turn the switch off before you paste.'
        : 'The switch "View DynamoDB JSON" is off, so {"S": "text"} would be saved as a map with an attribute named S.'}
    </Alert>
  );
}
