/** One user: permissions, groups, tags, security credentials. */

import { AddUserToGroupCommand, RemoveUserFromGroupCommand } from "@aws-sdk/client-iam";
import type { User as UserRecord } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { AddressTabs } from "@/access/address_tabs";
import { Boundary } from "@/access/boundary";
import { DeleteHolder } from "@/access/delete_holder";
import { DetailPage } from "@/access/detail_page";
import { MemberList } from "@/access/member_list";
import { Permissions } from "@/access/permissions";
import { useGroupNames, useGroupsOf, useUser } from "@/access/reads";
import { SimulateLink } from "@/access/simulate_link";
import { Tags } from "@/access/tags";
import { tagsOfUser } from "@/access/tag_operations";
import { address } from "@/frame/address";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { AccessKeys } from "./access_keys";
import { ConsolePassword } from "./console_password";

export default function User() {
  const { name = "" } = usePathNames();
  const region = useRegion();
  const navigate = useNavigate();
  const user = useUser(name);
  const [isDeleting, setDeleting] = useState(false);
  return (
    <DetailPage
      title={name}
      error={user.error}
      summary={user.data && summary(user.data)}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <SimulateLink arn={user.data?.Arn} />
          <Button disabled={!user.data} onClick={() => setDeleting(true)}>
            Delete
          </Button>
        </SpaceBetween>
      }
    >
      {user.data && (
        <AddressTabs
          base={["users", name]}
          tabs={[
            {
              id: "permissions",
              label: "Permissions",
              content: (
                <SpaceBetween size="l">
                  <Permissions of={{ kind: "user", name }} />
                  <Boundary
                    of={{ kind: "user", name }}
                    arn={user.data.PermissionsBoundary?.PermissionsBoundaryArn}
                  />
                </SpaceBetween>
              ),
            },
            { id: "groups", label: "Groups", content: <GroupsOfUser userName={name} /> },
            {
              id: "tags",
              label: "Tags",
              content: (
                <Tags
                  of={tagsOfUser(name)}
                  name={name}
                  command={`aws iam tag-user --user-name ${name} --tags Key=team,Value=music`}
                />
              ),
            },
            {
              id: "credentials",
              label: "Security credentials",
              content: (
                <SpaceBetween size="l">
                  <ConsolePassword userName={name} />
                  <AccessKeys userName={name} />
                </SpaceBetween>
              ),
            },
          ]}
        />
      )}
      {isDeleting && (
        <DeleteHolder
          holder={{ kind: "user", name }}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate(address(region, "users"))}
        />
      )}
    </DetailPage>
  );
}

function summary(user: UserRecord) {
  return [
    { label: "ARN", value: <Copyable text={user.Arn ?? ""} what="the ARN" /> },
    { label: "Created", value: timeText(user.CreateDate) },
    { label: "Last console sign-in", value: timeText(user.PasswordLastUsed) },
  ];
}

function GroupsOfUser({ userName }: { readonly userName: string }) {
  const groups = useGroupsOf(userName);
  const everybody = useGroupNames();
  return (
    <MemberList
      title="User groups membership"
      noun="group"
      place="groups"
      members={groups}
      everybody={everybody}
      add={({ iam }, GroupName) =>
        iam.send(new AddUserToGroupCommand({ UserName: userName, GroupName }))
      }
      remove={({ iam }, GroupName) =>
        iam.send(new RemoveUserFromGroupCommand({ UserName: userName, GroupName }))
      }
      changes={["ListGroupsForUser", "GetGroup"]}
      words={{
        add: "Add user to groups",
        empty: "The user is in no group.",
        command: `aws iam add-user-to-group --user-name ${userName} --group-name Readers`,
      }}
    />
  );
}
