/** The fields for a role of users of an OpenID Connect provider. */

import { ListOpenIDConnectProvidersCommand } from "@aws-sdk/client-iam";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "@/access/field";
import { Failure } from "@/aws/failure";
import { useRead } from "@/aws/queries";
import type { TrustProperties } from "./trust_step";

export function WebIdentity({ trust, set }: TrustProperties) {
  const providers = useRead(["ListOpenIDConnectProviders"], async ({ iam }) => {
    const answer = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    return (answer.OpenIDConnectProviderList ?? []).map(({ Arn = "" }) => Arn);
  });
  return (
    <Container header={<Header variant="h2">Web identity</Header>}>
      <SpaceBetween size="m">
        <FormField label="Identity provider" description="The ARN of an OpenID Connect provider.">
          <Autosuggest
            value={trust.provider}
            options={(providers.data ?? []).map((value) => ({ value }))}
            placeholder="arn:aws:iam::000000000000:oidc-provider/example.com"
            enteredTextLabel={(value) => `Use ${value}`}
            empty="The account has no identity providers."
            onChange={({ detail }) => set({ provider: detail.value })}
          />
        </FormField>
        <Failure of={providers.error} />
        <Field
          label="Audience"
          description="The client ID for which the provider issues its tokens."
          value={trust.audience}
          onChange={(audience) => set({ audience })}
        />
      </SpaceBetween>
    </Container>
  );
}
