/** The list of instances. */

import type { Instance } from "@aws-sdk/client-ec2";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import { useState } from "react";
import { ListButtons } from "@/access/list_buttons";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { InstanceActions } from "./instance_actions";
import { InstanceState } from "./instance_state";
import { nameOfInstance, profileOf } from "./instance_words";
import { useInstances } from "./reads";

const LAUNCH =
  "aws ec2 run-instances --image-id " +
  "$(aws ec2 describe-images --query 'Images[0].ImageId' --output text)";

export default function Instances() {
  const region = useRegion();
  const instances = useInstances();
  const [selected, select] = useState<Instance[]>([]);
  // The row may have changed since it was selected.
  const chosen = instances.data?.find(({ InstanceId: id }) => id === selected[0]?.InstanceId);
  const launch = (
    <Button variant="primary" href={linkTo(region, "launch-instance")}>
      Launch instances
    </Button>
  );
  return (
    <ListTable
      id="instances"
      title="Instances"
      noun="instance"
      items={instances.data}
      error={instances.error}
      columns={COLUMNS}
      nameOf={({ InstanceId = "" }) => InstanceId}
      textOf={(instance) =>
        [nameOfInstance(instance), instance.InstanceId, profileOf(instance)].join(" ")
      }
      selection={{ type: "single", items: chosen ? [chosen] : [], onChange: select }}
      actions={
        <ListButtons what="instances" operations={["DescribeInstances"]}>
          <InstanceActions instance={chosen} />
          {launch}
        </ListButtons>
      }
      empty={
        <EmptyList
          text="You have no instances in this account in this Region. An instance gives its programs the credentials of a role."
          action={launch}
          command={LAUNCH}
        />
      }
    />
  );
}

function InstanceLink({ InstanceId = "" }: Instance) {
  return <Link href={linkTo(useRegion(), "instances", InstanceId)}>{InstanceId}</Link>;
}

const COLUMNS: readonly Column<Instance>[] = [
  { id: "id", header: "Instance ID", cell: InstanceLink, width: 220 },
  { id: "name", header: "Name", cell: nameOfInstance, sortedBy: nameOfInstance, width: 180 },
  {
    id: "state",
    header: "Instance state",
    cell: ({ State }) => <InstanceState state={State?.Name} />,
    sortedBy: ({ State }) => State?.Name ?? "",
  },
  {
    id: "role",
    header: "IAM instance profile",
    cell: (instance) => profileOf(instance) ?? "-",
    sortedBy: (instance) => profileOf(instance) ?? "",
    width: 200,
  },
  { id: "type", header: "Instance type", cell: ({ InstanceType }) => InstanceType ?? "-" },
  {
    id: "zone",
    header: "Availability Zone",
    cell: ({ Placement }) => Placement?.AvailabilityZone ?? "-",
    width: 160,
  },
  {
    id: "launched",
    header: "Launch time",
    cell: ({ LaunchTime }) => timeText(LaunchTime),
    sortedBy: ({ LaunchTime }) => LaunchTime?.getTime() ?? 0,
    width: 230,
  },
  { id: "key", header: "Key name", cell: ({ KeyName }) => KeyName ?? "-", isHidden: true },
];
