/** An editor for a policy, with its faults. */

import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMemo } from "react";
import { CodeEditor } from "@/parts/code_editor";
import { policyFaults } from "./policy_faults";

interface Properties {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly height?: number;
}

const SHOWN_MAX = 10;

export function PolicyEditor({ label, value, onChange, height = 320 }: Properties) {
  const faults = useMemo(() => policyFaults(value), [value]);
  return (
    <SpaceBetween size="s">
      <CodeEditor
        label={label}
        language="json"
        value={value}
        onChange={onChange}
        height={height}
        faults={faults}
      />
      {faults.length > 0 && (
        <Alert type="warning" header="The policy has faults">
          <ul>
            {faults.slice(0, SHOWN_MAX).map(({ line, column, text }) => (
              <li key={`${String(line)}:${String(column)}:${text}`}>
                Line {line}, column {column}: {text}
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </SpaceBetween>
  );
}
