/** One role: permissions, trust relationships, tags. */

import type { Role as RoleRecord } from "@aws-sdk/client-iam";
import { ListInstanceProfilesForRoleCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { AddressTabs } from "@/access/address_tabs";
import { Boundary } from "@/access/boundary";
import { DeleteHolder } from "@/access/delete_holder";
import { DetailPage } from "@/access/detail_page";
import { decoded, indented } from "@/access/documents";
import { Permissions } from "@/access/permissions";
import { useRole } from "@/access/reads";
import { SimulateLink } from "@/access/simulate_link";
import { Tags } from "@/access/tags";
import { tagsOfRole } from "@/access/tag_operations";
import { useRead } from "@/aws/queries";
import { address } from "@/frame/address";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { durationText, EditRole } from "./edit_role";
import { TrustRelationships } from "./trust_relationships";

export default function Role() {
  const { name = "" } = usePathNames();
  const region = useRegion();
  const navigate = useNavigate();
  const role = useRole(name);
  const profiles = useRead(["ListInstanceProfiles", { role: name }], async ({ iam }) => {
    const answer = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: name }));
    return (answer.InstanceProfiles ?? []).map(({ Arn = "" }) => Arn);
  });
  const [open, setOpen] = useState<"delete" | "edit">();
  const close = () => setOpen(undefined);
  return (
    <DetailPage
      title={name}
      error={role.error}
      summary={role.data && summary(role.data, profiles.data ?? [])}
      edit={<Button onClick={() => setOpen("edit")}>Edit</Button>}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <SimulateLink arn={role.data?.Arn} />
          <Button disabled={!role.data} onClick={() => setOpen("delete")}>
            Delete
          </Button>
        </SpaceBetween>
      }
    >
      {role.data && <AddressTabs base={["roles", name]} tabs={tabsOf(name, role.data)} />}
      {open === "delete" && (
        <DeleteHolder
          holder={{ kind: "role", name }}
          onClose={close}
          onDeleted={() => void navigate(address(region, "roles"))}
        />
      )}
      {open === "edit" && role.data && <EditRole role={role.data} onClose={close} />}
    </DetailPage>
  );
}

function tabsOf(name: string, role: RoleRecord) {
  return [
    {
      id: "permissions",
      label: "Permissions",
      content: (
        <SpaceBetween size="l">
          <Permissions of={{ kind: "role", name }} />
          <Boundary
            of={{ kind: "role", name }}
            arn={role.PermissionsBoundary?.PermissionsBoundaryArn}
          />
        </SpaceBetween>
      ),
    },
    {
      id: "trust",
      label: "Trust relationships",
      content: (
        <TrustRelationships
          roleName={name}
          text={indented(decoded(role.AssumeRolePolicyDocument))}
        />
      ),
    },
    {
      id: "tags",
      label: "Tags",
      content: (
        <Tags
          of={tagsOfRole(name)}
          name={name}
          command={`aws iam tag-role --role-name ${name} --tags Key=team,Value=music`}
        />
      ),
    },
  ];
}

function summary(role: RoleRecord, profiles: readonly string[]) {
  return [
    { label: "ARN", value: <Copyable text={role.Arn ?? ""} what="the ARN" /> },
    {
      label: "Instance profile ARN",
      value:
        profiles.length === 0
          ? "-"
          : profiles.map((arn) => (
              <div key={arn}>
                <Copyable text={arn} what="the ARN of the instance profile" />
              </div>
            )),
    },
    { label: "Created", value: timeText(role.CreateDate) },
    { label: "Description", value: role.Description || "-" },
    { label: "Maximum session duration", value: durationText(role.MaxSessionDuration) },
    { label: "Last used", value: timeText(role.RoleLastUsed?.LastUsedDate) },
  ];
}
