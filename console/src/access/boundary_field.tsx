/** A field that chooses a managed policy as permissions boundary. */

import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { Failure } from "@/aws/failure";
import { kindText } from "./policy_kinds";
import { usePolicies } from "./reads";
import type { Arn } from "./types";

interface Properties {
  readonly value: Arn | undefined;
  readonly onChange: (arn: Arn | undefined) => void;
}

export function BoundaryField({ value, onChange }: Properties) {
  const policies = usePolicies();
  const options = (policies.data ?? []).map(({ PolicyName = "", Arn = "" }) => ({
    value: Arn,
    label: PolicyName,
    description: kindText(Arn),
  }));
  return (
    <FormField
      label="Permissions boundary"
      description="A managed policy. What it does not allow is refused, whatever other policies say."
    >
      <Select
        selectedOption={options.find((each) => each.value === value) ?? null}
        options={[{ value: "", label: "No boundary" }, ...options]}
        filteringType="auto"
        placeholder="No boundary"
        onChange={({ detail }) => onChange(detail.selectedOption.value || undefined)}
      />
      <Failure of={policies.error} />
    </FormField>
  );
}
