/** The options of a run, folded until they are needed. */

import Checkbox from "@cloudscape-design/components/checkbox";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Mode } from "./query";
import type { RunOptions } from "./run";

interface Properties {
  readonly mode: Mode;
  readonly options: RunOptions;
  readonly onChange: (options: RunOptions) => void;
  readonly asksFirst: boolean;
  readonly onAsksFirst: (asks: boolean) => void;
}

export function RunOptionsBox({ mode, options, onChange, asksFirst, onAsksFirst }: Properties) {
  return (
    <ExpandableSection headerText="Options">
      <SpaceBetween size="s">
        <Checkbox
          checked={asksFirst}
          description="A dialog shows the statements before they change anything."
          onChange={({ detail }) => onAsksFirst(detail.checked)}
        >
          Ask before statements that write
        </Checkbox>
        {mode !== "transaction" && (
          <Checkbox
            checked={options.isConsistent}
            description="A strongly consistent read costs twice as much and cannot read global indexes."
            onChange={({ detail }) => onChange({ ...options, isConsistent: detail.checked })}
          >
            Strongly consistent read
          </Checkbox>
        )}
        {mode === "single" && (
          <FormField
            label="Items to evaluate for one page - optional"
            description="Without a number, a page ends after 1 MB."
          >
            <Input
              type="number"
              inputMode="numeric"
              value={options.limit === undefined ? "" : String(options.limit)}
              onChange={({ detail }) => onChange(withLimit(options, detail.value))}
            />
          </FormField>
        )}
      </SpaceBetween>
    </ExpandableSection>
  );
}

function withLimit({ isConsistent }: RunOptions, text: string): RunOptions {
  const limit = Number.parseInt(text, 10);
  return Number.isSafeInteger(limit) ? { isConsistent, limit } : { isConsistent };
}
