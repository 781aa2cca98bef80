/** Step 1 of a new role: whom it trusts. */

import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { Field } from "@/access/field";
import { PolicyEditor } from "@/access/policy_editor";
import { useSession } from "@/frame/session";
import type { TrustForm } from "./trust_form";
import { BACKUP, EC2, isAccountId } from "./trust_form";
import { WebIdentity } from "./web_identity";

export interface TrustProperties {
  readonly trust: TrustForm;
  readonly set: (part: Partial<TrustForm>) => void;
}

const WAYS = [
  {
    value: "service",
    label: "AWS service",
    description: "Programs on a service, such as an EC2 instance, use the role.",
  },
  {
    value: "account",
    label: "AWS account",
    description: "Users and roles of this account or another one use the role.",
  },
  {
    value: "web",
    label: "Web identity",
    description: "Users of an OpenID Connect provider use the role.",
  },
  {
    value: "custom",
    label: "Custom trust policy",
    description: "You write the trust policy yourself.",
  },
] as const;

export function TrustStep({ trust, set }: TrustProperties) {
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Trusted entity type</Header>}>
        <Tiles
          ariaLabel="Trusted entity type"
          columns={2}
          value={trust.way}
          items={[...WAYS]}
          onChange={({ detail }) =>
            set({ way: WAYS.find(({ value }) => value === detail.value)?.value ?? "service" })
          }
        />
      </Container>
      {trust.way === "service" && <Service trust={trust} set={set} />}
      {trust.way === "account" && <Account trust={trust} set={set} />}
      {trust.way === "web" && <WebIdentity trust={trust} set={set} />}
      {trust.way === "custom" && (
        <Container header={<Header variant="h2">Custom trust policy</Header>}>
          <PolicyEditor
            label="Trust policy"
            kind="other"
            value={trust.custom}
            onChange={(custom) => set({ custom })}
          />
        </Container>
      )}
    </SpaceBetween>
  );
}

function Service({ trust, set }: TrustProperties) {
  return (
    <Container header={<Header variant="h2">Use case</Header>}>
      <RadioGroup
        ariaLabel="Use case"
        value={trust.service}
        onChange={({ detail }) => set({ service: detail.value })}
        items={[
          {
            value: EC2,
            label: "EC2",
            description:
              "Allows EC2 instances to call AWS services on your behalf. An instance profile of the same name is made as well.",
          },
          {
            value: BACKUP,
            label: "AWS Backup",
            description: "Allows AWS Backup to make and restore backups of tables by a schedule.",
          },
        ]}
      />
    </Container>
  );
}

function Account({ trust, set }: TrustProperties) {
  const { accountId } = useSession();
  const isInvalid = trust.account !== "" && !isAccountId(trust.account);
  return (
    <Container header={<Header variant="h2">An AWS account</Header>}>
      <SpaceBetween size="m">
        <Field
          label="Account ID"
          description={`Without one it is this account (${accountId}).`}
          placeholder={accountId}
          value={trust.account}
          onChange={(account) => set({ account })}
          error={isInvalid ? "An account ID has 12 digits." : undefined}
        />
        <Field
          label="External ID - optional"
          description="A word that another account must give to use the role."
          value={trust.externalId}
          onChange={(externalId) => set({ externalId })}
        />
      </SpaceBetween>
    </Container>
  );
}
