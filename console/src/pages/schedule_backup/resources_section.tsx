/** Which table is backed up, and as which role. */

import Autosuggest from "@cloudscape-design/components/autosuggest";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { decoded, trustsService } from "@/access/documents";
import { useRoles } from "@/access/reads";
import { Failure } from "@/aws/failure";
import { DEFAULT_ROLE } from "@/backup_plans/commands";
import { Choice } from "@/parts/choice";
import { TableField } from "@/parts/table_field";
import { BACKUP_SERVICE } from "./requests";
import type { SectionProperties } from "./section";

const WAYS = [
  {
    value: "default",
    label: "Default role",
    description: `The role ${DEFAULT_ROLE}. If it is missing, it is made, with the permissions to back up and restore all tables of the account.`,
  },
  { value: "chosen", label: "Choose an IAM role" },
] as const;

export function ResourcesSection({ draft, set, errors }: SectionProperties) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="AWS Backup acts as the role. You need the permission iam:PassRole for it."
        >
          Assign resources
        </Header>
      }
    >
      <SpaceBetween size="m">
        <TableField value={draft.table} error={errors.table} onChange={(table) => set({ table })} />
        <Choice
          label="IAM role"
          options={WAYS}
          value={draft.roleWay}
          onChange={(roleWay) => set({ roleWay })}
        />
        {draft.roleWay === "chosen" && <RoleField draft={draft} set={set} errors={errors} />}
      </SpaceBetween>
    </Container>
  );
}

/** The roles that AWS Backup may assume. The ARN of any other can be typed. */
function RoleField({ draft, set, errors }: SectionProperties) {
  const roles = useRoles();
  const options = (roles.data ?? [])
    .filter(({ AssumeRolePolicyDocument: trust }) => trustsService(decoded(trust), BACKUP_SERVICE))
    .map(({ Arn: value = "", RoleName }) => ({
      value,
      label: RoleName ?? value,
      description: value,
    }));
  return (
    <SpaceBetween size="m">
      <FormField
        label="Role"
        description={`The roles that ${BACKUP_SERVICE} may assume.`}
        errorText={errors.role}
      >
        <Autosuggest
          value={draft.role}
          options={options}
          placeholder="arn:aws:iam::000000000000:role/backups"
          enteredTextLabel={(value) => `Use ${value}`}
          statusType={roles.isPending ? "loading" : "finished"}
          loadingText="Reading: roles"
          empty="No role of the account trusts AWS Backup."
          onChange={({ detail }) => set({ role: detail.value })}
        />
      </FormField>
      <Failure of={roles.error} />
    </SpaceBetween>
  );
}
