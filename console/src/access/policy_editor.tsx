/** An editor of a policy document, with what is wrong in it as you type. */

import { GetContextKeysForCustomPolicyCommand } from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { serviceError } from "@/aws/errors";
import { useRead } from "@/aws/queries";
import { CodeEditor } from "@/parts/code_editor";
import { countText } from "@/parts/amounts";
import type { Finding } from "./documents";
import { countedLength, jsonFinding } from "./documents";

interface Properties {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** identity: the service checks the text as it is typed. other: only whether it is JSON. */
  readonly kind: "identity" | "other";
  /** How many characters the service accepts, without white space. */
  readonly limit?: number;
  readonly height?: number;
}

export function PolicyEditor(properties: Properties) {
  const { label, value, onChange, kind, limit, height } = properties;
  const length = countedLength(value);
  return (
    <SpaceBetween size="xs">
      <CodeEditor
        label={label}
        language="json"
        value={value}
        onChange={onChange}
        height={height ?? 320}
      />
      <Findings text={value} kind={kind} />
      {limit !== undefined && (
        <Box color={length > limit ? "text-status-error" : "text-body-secondary"} fontSize="body-s">
          {countText(length)} of {countText(limit)} characters. White space is not counted.
        </Box>
      )}
    </SpaceBetween>
  );
}

function Findings({ text, kind }: { readonly text: string; readonly kind: "identity" | "other" }) {
  const notJson = jsonFinding(text);
  const isAsked = kind === "identity" && notJson === undefined;
  const checked = useRead(["CheckPolicy", text], ({ iam }) => check(iam, text), {
    enabled: isAsked,
  });
  const finding = notJson ?? (isAsked ? checked.data : undefined);
  const problem = isAsked && checked.error ? checked.error : undefined;
  return (
    <div role="status" aria-label="Findings">
      {finding ? (
        <StatusIndicator type="error">{findingText(finding)}</StatusIndicator>
      ) : problem ? (
        <StatusIndicator type="warning">
          The service does not check the policy as you type: {serviceError(problem).message}
        </StatusIndicator>
      ) : isAsked && checked.isPending ? (
        <StatusIndicator type="in-progress">Checking the policy</StatusIndicator>
      ) : (
        <StatusIndicator type="success">{kind === "identity" ? VALID : JSON_ONLY}</StatusIndicator>
      )}
    </div>
  );
}

const VALID = "The service finds no error in the policy.";
const JSON_ONLY = "Valid JSON. The service checks the rest when it is saved.";

function findingText({ message, line }: Finding): string {
  return line === undefined ? message : `Line ${String(line)}: ${message}`;
}

interface Sender {
  send(command: GetContextKeysForCustomPolicyCommand): Promise<unknown>;
}

/** Returns what is wrong. The operation reads the policy as CreatePolicy does, and stores nothing. */
async function check(iam: Sender, text: string): Promise<Finding | null> {
  try {
    await iam.send(new GetContextKeysForCustomPolicyCommand({ PolicyInputList: [text] }));
    return null;
  } catch (thrown) {
    const { name, message } = serviceError(thrown);
    if (!name.startsWith("InvalidInput")) throw thrown;
    return { message: message.replace(/^Invalid policy: /, "") };
  }
}
