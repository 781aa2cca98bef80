/** One user group: its users and its permissions. */

import {
  AddUserToGroupCommand,
  GetGroupCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { AddressTabs } from "@/access/address_tabs";
import { DeleteHolder } from "@/access/delete_holder";
import { DetailPage } from "@/access/detail_page";
import { MemberList } from "@/access/member_list";
import { Permissions } from "@/access/permissions";
import { useUserNames } from "@/access/reads";
import { present } from "@/aws/present";
import { SimulateLink } from "@/access/simulate_link";
import { allPages } from "@/aws/all_pages";
import { useRead } from "@/aws/queries";
import { address } from "@/frame/address";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";

export default function Group() {
  const { name = "" } = usePathNames();
  const region = useRegion();
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const group = useRead(["GetGroup", { name, part: "group" }], async ({ iam }) => {
    const answer = await iam.send(new GetGroupCommand({ GroupName: name, MaxItems: 1 }));
    return present(answer.Group, "group");
  });
  return (
    <DetailPage
      title={name}
      error={group.error}
      summary={
        group.data && [
          { label: "ARN", value: <Copyable text={group.data.Arn ?? ""} what="the ARN" /> },
          { label: "Creation time", value: timeText(group.data.CreateDate) },
        ]
      }
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <SimulateLink arn={group.data?.Arn} />
          <Button disabled={!group.data} onClick={() => setDeleting(true)}>
            Delete
          </Button>
        </SpaceBetween>
      }
    >
      {group.data && (
        <AddressTabs
          base={["groups", name]}
          tabs={[
            { id: "users", label: "Users", content: <UsersOfGroup groupName={name} /> },
            {
              id: "permissions",
              label: "Permissions",
              content: <Permissions of={{ kind: "group", name }} />,
            },
          ]}
        />
      )}
      {isDeleting && (
        <DeleteHolder
          holder={{ kind: "group", name }}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate(address(region, "groups"))}
        />
      )}
    </DetailPage>
  );
}

function UsersOfGroup({ groupName }: { readonly groupName: string }) {
  const everybody = useUserNames();
  const users = useRead(["GetGroup", { name: groupName, part: "users" }], ({ iam }) =>
    allPages<string, string>(async (Marker) => {
      const answer = await iam.send(new GetGroupCommand({ GroupName: groupName, Marker }));
      return { items: answer.Users?.map(({ UserName = "" }) => UserName), next: answer.Marker };
    }),
  );
  return (
    <MemberList
      title="Users in this group"
      noun="user"
      place="users"
      members={users}
      everybody={everybody}
      add={({ iam }, UserName) =>
        iam.send(new AddUserToGroupCommand({ GroupName: groupName, UserName }))
      }
      remove={({ iam }, UserName) =>
        iam.send(new RemoveUserFromGroupCommand({ GroupName: groupName, UserName }))
      }
      changes={["GetGroup", "ListGroupsForUser"]}
      words={{
        add: "Add users",
        empty: "The group has no users.",
        command: `aws iam add-user-to-group --group-name ${groupName} --user-name Anna`,
      }}
    />
  );
}
