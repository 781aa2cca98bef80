/** A field for a user, a group or a role. */

import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { useGroups, useRoles, useUsers } from "@/access/reads";
import type { Arn } from "@/access/types";
import { Failure } from "@/aws/failure";

interface Properties {
  readonly value: Arn;
  readonly onChange: (arn: Arn) => void;
}

export function PrincipalField({ value, onChange }: Properties) {
  const users = useUsers();
  const groups = useGroups();
  const roles = useRoles();
  const options = [
    { label: "Users", options: (users.data ?? []).map((each) => option(each.UserName, each.Arn)) },
    {
      label: "Groups",
      options: (groups.data ?? []).map((each) => option(each.GroupName, each.Arn)),
    },
    { label: "Roles", options: (roles.data ?? []).map((each) => option(each.RoleName, each.Arn)) },
  ].filter((section) => section.options.length > 0);
  const chosen = options.flatMap((section) => section.options).find((each) => each.value === value);
  return (
    <>
      <FormField label="User, group or role">
        <Select
          selectedOption={chosen ?? (value === "" ? null : { value, label: value })}
          options={options}
          filteringType="auto"
          placeholder="Choose a user, a group or a role"
          empty="The account has no users, groups or roles."
          statusType={
            users.isPending || groups.isPending || roles.isPending ? "loading" : "finished"
          }
          onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
        />
      </FormField>
      <Failure of={users.error ?? groups.error ?? roles.error} />
    </>
  );
}

function option(name: string | undefined, arn: Arn | undefined) {
  return { label: name ?? "", value: arn ?? "", description: arn };
}
