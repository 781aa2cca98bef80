/** Adds an OpenID Connect provider. */

import { CreateOpenIDConnectProviderCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TagEditorProps } from "@cloudscape-design/components/tag-editor";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Field } from "@/access/field";
import { present } from "@/aws/present";
import { written } from "@/access/tag_operations";
import { newTags, TagsField } from "@/access/tags";
import type { Tag } from "@/access/types";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { address, linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { LinesField } from "./lines_field";
import { linesOf, thumbprintsError, urlError } from "./provider_words";
import { PROVIDERS } from "./reads";

interface NewProvider {
  readonly url: string;
  readonly clientIds: string[];
  readonly thumbprints: string[];
  readonly tags: readonly Tag[];
}

export default function CreateIdentityProvider() {
  const region = useRegion();
  const [url, setUrl] = useState("");
  const [audiences, setAudiences] = useState("");
  const [thumbprints, setThumbprints] = useState("");
  const [tags, setTags] = useState<readonly TagEditorProps.Tag[]>([]);
  const [isTried, setTried] = useState(false);
  const create = useCreation();
  const faults = { url: urlError(url.trim()), thumbprints: thumbprintsError(thumbprints) };
  const submit = () => {
    setTried(true);
    if (faults.url !== undefined || faults.thumbprints !== undefined) return;
    create.mutate({
      url: url.trim(),
      clientIds: linesOf(audiences),
      thumbprints: linesOf(thumbprints),
      tags: newTags(tags),
    });
  };
  return (
    <Form
      header={
        <Header
          variant="h1"
          description="Its users get temporary credentials for a role that trusts it, by AssumeRoleWithWebIdentity."
        >
          Add an identity provider
        </Header>
      }
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" href={linkTo(region, "identity-providers")}>
            Cancel
          </Button>
          <Button variant="primary" loading={create.isPending} onClick={submit}>
            Add provider
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">OpenID Connect provider</Header>}>
          <SpaceBetween size="m">
            <Field
              label="Provider URL"
              description="The issuer of the tokens, as they name it."
              placeholder="https://example.com"
              value={url}
              error={isTried ? faults.url : undefined}
              onChange={setUrl}
            />
            <LinesField
              label="Audiences"
              description="The client IDs for which the provider issues tokens, one on each line."
              value={audiences}
              onChange={setAudiences}
            />
            <LinesField
              label="Thumbprints - optional"
              description="Of the certificate of the provider, one on each line."
              value={thumbprints}
              error={isTried ? faults.thumbprints : undefined}
              onChange={setThumbprints}
            />
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Tags - optional</Header>}>
          <TagsField tags={tags} onChange={setTags} />
        </Container>
        <Failure of={create.error} />
      </SpaceBetween>
    </Form>
  );
}

function useCreation() {
  const region = useRegion();
  const navigate = useNavigate();
  return useWrite(
    async ({ iam }, { url, clientIds, thumbprints, tags }: NewProvider) => {
      const answer = await iam.send(
        new CreateOpenIDConnectProviderCommand({
          Url: url,
          ClientIDList: clientIds,
          ThumbprintList: thumbprints,
          Tags: written(tags),
        }),
      );
      return present(answer.OpenIDConnectProviderArn, "ARN");
    },
    {
      changes: [PROVIDERS],
      showsFailure: true,
      done: ({ url }) => `Identity provider ${url} added.`,
      onSuccess: (arn) => void navigate(address(region, "identity-providers", arn)),
    },
  );
}
