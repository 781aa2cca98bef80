/** Creates a user group, with users and policies. */

import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
} from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Field } from "@/access/field";
import { NameChoice } from "@/access/name_choice";
import { PolicyChoice } from "@/access/policy_choice";
import { useUserNames } from "@/access/reads";
import { showFailures } from "@/access/show_failures";
import { failuresOf } from "@/access/steps";
import type { Arn } from "@/access/types";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { address, linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";

export default function CreateGroup() {
  const region = useRegion();
  const navigate = useNavigate();
  const everybody = useUserNames();
  const [name, setName] = useState("");
  const [users, setUsers] = useState<string[]>([]);
  const [policies, setPolicies] = useState<Arn[]>([]);
  const create = useWrite(
    async ({ iam }, GroupName: string) => {
      await iam.send(new CreateGroupCommand({ GroupName }));
      return failuresOf([
        ...users.map(
          (UserName) => () => iam.send(new AddUserToGroupCommand({ GroupName, UserName })),
        ),
        ...policies.map(
          (PolicyArn) => () => iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn })),
        ),
      ]);
    },
    {
      changes: ["ListGroups", "ListPolicies", "ListGroupsForUser"],
      done: (groupName) => `${groupName} user group created.`,
      onSuccess: (failures, groupName) => {
        showFailures(failures);
        void navigate(
          failures.length === 0 ? address(region, "groups") : address(region, "groups", groupName),
        );
      },
      showsFailure: true,
    },
  );
  return (
    <Form
      header={<Header variant="h1">Create user group</Header>}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" href={linkTo(region, "groups")}>
            Cancel
          </Button>
          <Button
            variant="primary"
            disabled={name === ""}
            loading={create.isPending}
            onClick={() => create.mutate(name)}
          >
            Create user group
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">Name the group</Header>}>
          <Field
            label="User group name"
            value={name}
            onChange={setName}
            constraint="Up to 128 letters, digits and + = , . @ - _"
          />
        </Container>
        <NameChoice
          title="Add users to the group - optional"
          noun="user"
          names={everybody.data}
          error={everybody.error}
          chosen={users}
          onChange={setUsers}
          empty="The account has no users."
          action={<Button href={linkTo(region, "create-user")}>Create user</Button>}
          command="aws iam create-user --user-name Anna"
        />
        <PolicyChoice chosen={policies} onChange={setPolicies} />
        <Failure of={create.error} />
      </SpaceBetween>
    </Form>
  );
}
