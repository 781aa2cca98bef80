/** The fields of a simulated request: actions, resources, condition keys. */

import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { ContextRows } from "./context_rows";
import type { Simulated } from "./simulation";

interface Properties {
  readonly simulated: Simulated;
  readonly onChange: (simulated: Simulated) => void;
  /** Condition keys that policies look at. */
  readonly knownKeys?: readonly string[];
}

export function SimulationFields({ simulated, onChange, knownKeys = [] }: Properties) {
  const { actions, resources, context } = simulated;
  return (
    <SpaceBetween size="m">
      <FormField label="Actions" description="One action in each line, such as dynamodb:GetItem.">
        <Textarea
          value={actions}
          rows={3}
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...simulated, actions: detail.value })}
        />
      </FormField>
      <FormField label="Resources" description="One ARN in each line. * is any resource.">
        <Textarea
          value={resources}
          rows={2}
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...simulated, resources: detail.value })}
        />
      </FormField>
      <ExpandableSection
        headerText={`Condition keys (${String(context.length)})`}
        headerDescription={
          knownKeys.length > 0 ? `Policies look at: ${knownKeys.join(", ")}` : undefined
        }
      >
        <ContextRows
          rows={context}
          onChange={(rows) => onChange({ ...simulated, context: rows })}
        />
      </ExpandableSection>
    </SpaceBetween>
  );
}
