/** What is chosen by the way in which a new user gets permissions. */

import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { NameChoice } from "@/access/name_choice";
import { PolicyChoice } from "@/access/policy_choice";
import { useGroupNames, useUserNames } from "@/access/reads";
import { Failure } from "@/aws/failure";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import type { StepProperties } from "./create_user_form";

export function PermissionsChoice({ form, set }: StepProperties) {
  if (form.way === "groups") return <Groups form={form} set={set} />;
  if (form.way === "copy") return <Model form={form} set={set} />;
  return <PolicyChoice chosen={form.policies} onChange={(policies) => set({ policies })} />;
}

function Groups({ form, set }: StepProperties) {
  const region = useRegion();
  const groups = useGroupNames();
  return (
    <NameChoice
      title="User groups"
      noun="group"
      names={groups.data}
      error={groups.error}
      chosen={form.groups}
      onChange={(chosen) => set({ groups: chosen })}
      empty="The account has no user groups."
      action={<Button href={linkTo(region, "create-group")}>Create group</Button>}
      command="aws iam create-group --group-name Readers"
    />
  );
}

function Model({ form, set }: StepProperties) {
  const users = useUserNames();
  const options = (users.data ?? []).map((name) => ({ value: name, label: name }));
  return (
    <Container>
      <FormField label="User whose permissions are copied">
        <Select
          selectedOption={options.find(({ value }) => value === form.model) ?? null}
          options={options}
          filteringType="auto"
          placeholder="Choose a user"
          empty="The account has no users."
          statusType={users.isPending ? "loading" : "finished"}
          onChange={({ detail }) => set({ model: detail.selectedOption.value })}
        />
      </FormField>
      <Failure of={users.error} />
    </Container>
  );
}
