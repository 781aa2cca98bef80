/** A field that chooses the role of an instance. What an instance has is an instance profile. */

import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { Failure } from "@/aws/failure";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { useInstanceProfiles } from "./reads";

interface Properties {
  /** The name of the profile. Empty: no role. */
  readonly value: string;
  readonly onChange: (name: string) => void;
}

const NONE = { value: "", label: "No IAM Role" };

export function ProfileField({ value, onChange }: Properties) {
  const region = useRegion();
  const profiles = useInstanceProfiles();
  const options = [
    NONE,
    ...(profiles.data ?? []).map(({ InstanceProfileName = "", Arn = "", Roles = [] }) => ({
      value: InstanceProfileName,
      label: InstanceProfileName,
      description: Arn,
      disabled: Roles.length === 0,
      disabledReason: "The instance profile has no role.",
    })),
  ];
  return (
    <>
      <FormField
        label="IAM role"
        description="The role whose credentials programs on the instance get. You need the permission iam:PassRole for it."
        secondaryControl={<Button href={linkTo(region, "create-role")}>Create new IAM role</Button>}
      >
        <Select
          selectedOption={options.find((each) => each.value === value) ?? null}
          options={options}
          filteringType="auto"
          placeholder="Choose IAM role"
          statusType={profiles.isPending ? "loading" : "finished"}
          onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
        />
      </FormField>
      <Failure of={profiles.error} />
    </>
  );
}
