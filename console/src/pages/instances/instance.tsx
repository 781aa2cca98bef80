/** One instance: what it is, how a program runs on it, its tags. */

import type { Instance as InstanceRecord } from "@aws-sdk/client-ec2";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { AddressTabs } from "@/access/address_tabs";
import { DetailPage } from "@/access/detail_page";
import { Ec2Tags } from "@/access/ec2_tags";
import { linkTo } from "@/frame/address";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { InstanceActions } from "./instance_actions";
import { InstanceState } from "./instance_state";
import { nameOfInstance, profileOf, shellCommand } from "./instance_words";
import { useInstanceProfiles, useInstances } from "./reads";

export default function Instance() {
  const { id = "" } = usePathNames();
  const instances = useInstances(id);
  const instance = instances.data?.[0];
  return (
    <DetailPage
      title={`Instance ${id}`}
      error={instances.error}
      summary={instance && summary(instance)}
      actions={<InstanceActions instance={instance} />}
    >
      {instance && (
        <AddressTabs
          base={["instances", id]}
          tabs={[
            { id: "connect", label: "Connect", content: <Connect id={id} /> },
            { id: "tags", label: "Tags", content: <Ec2Tags id={id} /> },
          ]}
        />
      )}
    </DetailPage>
  );
}

function Connect({ id }: { readonly id: string }) {
  return (
    <Container header={<Header variant="h2">Run a program on the instance</Header>}>
      <SpaceBetween size="m">
        <Box>
          An instance is a record: what runs on it is what you start with this command. The program
          finds a metadata endpoint, and with it the credentials of the role.
        </Box>
        <Copyable text={shellCommand(id)} what="the command" isCode />
        <Box>In that shell, to see who the program is:</Box>
        <Copyable text="aws sts get-caller-identity" what="the second command" isCode />
      </SpaceBetween>
    </Container>
  );
}

function summary(instance: InstanceRecord) {
  return [
    { label: "Name", value: nameOfInstance(instance) },
    { label: "Instance state", value: <InstanceState state={instance.State?.Name} /> },
    { label: "Instance type", value: instance.InstanceType ?? "-" },
    { label: "IAM role", value: <RoleOf instance={instance} /> },
    { label: "Key pair assigned at launch", value: instance.KeyName ?? "-" },
    { label: "Launch time", value: timeText(instance.LaunchTime) },
    { label: "Availability Zone", value: instance.Placement?.AvailabilityZone ?? "-" },
    { label: "Private IPv4 address", value: instance.PrivateIpAddress ?? "-" },
    { label: "AMI ID", value: instance.ImageId ?? "-" },
    { label: "IMDSv2", value: instance.MetadataOptions?.HttpTokens ?? "-" },
  ];
}

/** The role in the profile of the instance. The two may have different names. */
function RoleOf({ instance }: { readonly instance: InstanceRecord }) {
  const region = useRegion();
  const profiles = useInstanceProfiles();
  const arn = instance.IamInstanceProfile?.Arn;
  const role = profiles.data?.find(({ Arn }) => Arn === arn)?.Roles?.[0]?.RoleName;
  if (role === undefined) return profileOf(instance) ?? "-";
  return <Link href={linkTo(region, "roles", role)}>{role}</Link>;
}
