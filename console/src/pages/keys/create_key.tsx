/** Creates an encryption key with an alias. */

import { CreateAliasCommand, CreateKeyCommand } from "@aws-sdk/client-kms";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Field } from "@/access/field";
import { present } from "@/aws/present";
import { showFailures } from "@/access/show_failures";
import { failuresOf } from "@/access/steps";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { address, linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";

export default function CreateKey() {
  const region = useRegion();
  const navigate = useNavigate();
  const [alias, setAlias] = useState("");
  const [description, setDescription] = useState("");
  const create = useWrite(
    async ({ kms }, name: string) => {
      const answer = await kms.send(new CreateKeyCommand({ Description: description }));
      const id = present(answer.KeyMetadata?.KeyId, "key");
      const naming = () =>
        kms.send(new CreateAliasCommand({ AliasName: `alias/${name}`, TargetKeyId: id }));
      return { id, failures: await failuresOf(name === "" ? [] : [naming]) };
    },
    {
      changes: ["ListKeys"],
      done: (_, { id }) => `Key ${id} created.`,
      onSuccess: ({ id, failures }) => {
        showFailures(failures);
        void navigate(address(region, "encryption-keys", id));
      },
      showsFailure: true,
    },
  );
  return (
    <Form
      header={
        <Header
          variant="h1"
          description="A symmetric key for encryption. Tables can name it in their settings."
        >
          Create key
        </Header>
      }
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" href={linkTo(region, "encryption-keys")}>
            Cancel
          </Button>
          <Button
            variant="primary"
            loading={create.isPending}
            onClick={() => create.mutate(alias.trim())}
          >
            Create key
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <Container>
          <SpaceBetween size="m">
            <Field
              label="Alias - optional"
              description="A name for the key, without alias/."
              value={alias}
              onChange={setAlias}
            />
            <Field label="Description - optional" value={description} onChange={setDescription} />
          </SpaceBetween>
        </Container>
        <Failure of={create.error} />
      </SpaceBetween>
    </Form>
  );
}
