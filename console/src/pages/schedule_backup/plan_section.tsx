/** Which plan gets the table: a new one, or one that exists. */

import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "@/access/field";
import { Failure } from "@/aws/failure";
import { ofRules, ruleSchedule } from "@/backup_plans/plan_words";
import { usePlans } from "@/backup_plans/reads";
import { Choice } from "@/parts/choice";
import type { SectionProperties } from "./section";

const WAYS = [
  { value: "new", label: "Create a new backup plan" },
  { value: "existing", label: "Add the table to an existing backup plan" },
] as const;

export function PlanSection({ draft, set, errors }: SectionProperties) {
  return (
    <Container header={<Header variant="h2">Backup plan</Header>}>
      <SpaceBetween size="m">
        <Choice label="Plan" options={WAYS} value={draft.way} onChange={(way) => set({ way })} />
        {draft.way === "new" ? (
          <Field
            label="Backup plan name"
            constraint="1 to 50 letters, digits, hyphens (-), underscores (_) and periods (.)"
            placeholder="nightly"
            value={draft.plan}
            onChange={(plan) => set({ plan })}
            error={errors.plan}
          />
        ) : (
          <ExistingPlan draft={draft} set={set} errors={errors} />
        )}
      </SpaceBetween>
    </Container>
  );
}

function ExistingPlan({ draft, set, errors }: SectionProperties) {
  const plans = usePlans();
  const options = (plans.data ?? []).map((plan) => ({
    value: plan.id,
    label: plan.name,
    description: ofRules(plan, ruleSchedule),
  }));
  return (
    <SpaceBetween size="m">
      <FormField label="Existing backup plan" errorText={errors.planId}>
        <Select
          selectedOption={options.find(({ value }) => value === draft.planId) ?? null}
          options={options}
          placeholder="Choose a backup plan"
          filteringType="auto"
          filteringAriaLabel="Find a backup plan"
          statusType={plans.isPending ? "loading" : "finished"}
          loadingText="Reading: backup plans"
          empty="You have no backup plans in this account in this Region."
          onChange={({ detail }) => set({ planId: detail.selectedOption.value ?? "" })}
        />
      </FormField>
      <Failure of={plans.error} />
    </SpaceBetween>
  );
}
