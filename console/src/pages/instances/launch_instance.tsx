/** Launches instances: name, image, type, key pair, role, metadata options. */

import type { _InstanceType } from "@aws-sdk/client-ec2";
import {
  DescribeImagesCommand,
  DescribeInstanceTypesCommand,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Field } from "@/access/field";
import { Failure } from "@/aws/failure";
import { useRead, useWrite } from "@/aws/queries";
import { address, linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { KeyPairField } from "./key_pair_field";
import { PassRoleHint } from "./pass_role";
import { ProfileField } from "./profile_field";

const METADATA = [
  { value: "required", label: "V2 only (token required)" },
  { value: "optional", label: "V1 and V2 (token optional)" },
] as const;

interface Launch {
  readonly name: string;
  readonly type: string;
  readonly keyPair: string;
  readonly profile: string;
  readonly tokens: "required" | "optional";
  readonly count: string;
}

const NEW: Launch = {
  name: "",
  type: "t3.micro",
  keyPair: "",
  profile: "",
  tokens: "required",
  count: "1",
};

export default function LaunchInstance() {
  const region = useRegion();
  const navigate = useNavigate();
  const [launch, setLaunch] = useState(NEW);
  const set = (part: Partial<Launch>) => setLaunch({ ...launch, ...part });
  const images = useRead(["DescribeImages"], async ({ ec2 }) => {
    const answer = await ec2.send(new DescribeImagesCommand({ Owners: ["self"] }));
    return answer.Images ?? [];
  });
  const image = images.data?.[0];
  const run = useWrite(
    ({ ec2 }) => ec2.send(new RunInstancesCommand(input(launch, image?.ImageId))),
    {
      changes: ["DescribeInstances"],
      done: (_, { Instances = [] }) =>
        `Successfully initiated launch of instance: ${Instances.map(({ InstanceId }) => InstanceId).join(", ")}.`,
      onSuccess: () => void navigate(address(region, "instances")),
      showsFailure: true,
    },
  );
  return (
    <Form
      header={
        <Header
          variant="h1"
          description="A local instance is a record. What runs on it is what you start with jedlik instance shell."
        >
          Launch an instance
        </Header>
      }
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" href={linkTo(region, "instances")}>
            Cancel
          </Button>
          <Button
            variant="primary"
            disabled={image === undefined || !/^[1-9]\d?$/.test(launch.count)}
            loading={run.isPending}
            onClick={() => run.mutate(null)}
          >
            Launch instance
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <LaunchFields launch={launch} set={set} imageText={imageText(image)} />
        <Failure of={images.error} />
        <PassRoleHint of={run.error} />
        <Failure of={run.error} />
      </SpaceBetween>
    </Form>
  );
}

function imageText(image: { ImageId?: string; Name?: string } | undefined): string {
  return image === undefined ? "-" : `${image.Name ?? ""} (${image.ImageId ?? ""})`;
}

interface FieldsProperties {
  readonly launch: Launch;
  readonly set: (part: Partial<Launch>) => void;
  readonly imageText: string;
}

function LaunchFields({ launch, set, imageText: image }: FieldsProperties) {
  const types = useRead(["DescribeInstanceTypes"], async ({ ec2 }) => {
    const answer = await ec2.send(new DescribeInstanceTypesCommand({}));
    return (answer.InstanceTypes ?? []).map(({ InstanceType = "" }) => InstanceType).sort();
  });
  const options = (types.data ?? []).map((value) => ({ value, label: value }));
  return (
    <Container>
      <SpaceBetween size="m">
        <Field label="Name" value={launch.name} onChange={(name) => set({ name })} />
        <FormField label="Application and OS Images (Amazon Machine Image)">{image}</FormField>
        <FormField label="Instance type">
          <Select
            selectedOption={{ value: launch.type, label: launch.type }}
            options={options}
            statusType={types.isPending ? "loading" : "finished"}
            onChange={({ detail }) => set({ type: detail.selectedOption.value ?? launch.type })}
          />
        </FormField>
        <KeyPairField value={launch.keyPair} onChange={(keyPair) => set({ keyPair })} />
        <ProfileField value={launch.profile} onChange={(profile) => set({ profile })} />
        <FormField
          label="Metadata version"
          description="How programs ask the metadata endpoint for credentials."
        >
          <Select
            selectedOption={METADATA.find(({ value }) => value === launch.tokens) ?? null}
            options={METADATA}
            onChange={({ detail }) =>
              set({ tokens: detail.selectedOption.value === "optional" ? "optional" : "required" })
            }
          />
        </FormField>
        <Field
          label="Number of instances"
          value={launch.count}
          onChange={(count) => set({ count })}
          constraint="1 to 99"
        />
      </SpaceBetween>
    </Container>
  );
}

function input(launch: Launch, imageId: string | undefined) {
  const { name, type, keyPair, profile, tokens, count } = launch;
  return {
    ImageId: imageId,
    InstanceType: type as _InstanceType,
    MinCount: Number(count),
    MaxCount: Number(count),
    KeyName: keyPair === "" ? undefined : keyPair,
    IamInstanceProfile: profile === "" ? undefined : { Name: profile },
    MetadataOptions: { HttpTokens: tokens },
    TagSpecifications:
      name === ""
        ? undefined
        : [{ ResourceType: "instance" as const, Tags: [{ Key: "Name", Value: name }] }],
  };
}
