/** One managed policy: its document, its versions, who has it, its tags. */

import type { Policy as PolicyRecord } from "@aws-sdk/client-iam";
import { GetPolicyCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { useNavigate } from "react-router";
import { AddressTabs } from "@/access/address_tabs";
import { DetailPage } from "@/access/detail_page";
import { kindOf, kindText } from "@/access/policy_kinds";
import { present } from "@/aws/present";
import { Tags } from "@/access/tags";
import { tagsOfPolicy } from "@/access/tag_operations";
import { useRead } from "@/aws/queries";
import { address } from "@/frame/address";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { AttachedEntities } from "./attached_entities";
import { DeletePolicy } from "./delete_policy";
import { PolicyDocument } from "./policy_document";
import { PolicyVersions } from "./policy_versions";

export default function Policy() {
  const { arn = "" } = usePathNames();
  const region = useRegion();
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const policy = useRead(["GetPolicy", arn], async ({ iam }) =>
    present((await iam.send(new GetPolicyCommand({ PolicyArn: arn }))).Policy, "policy"),
  );
  const name = policy.data?.PolicyName ?? arn.slice(arn.lastIndexOf("/") + 1);
  const isOwn = kindOf(arn) === "own";
  const versionId = policy.data?.DefaultVersionId;
  return (
    <DetailPage
      title={name}
      error={policy.error}
      summary={policy.data && summary(policy.data)}
      actions={
        <Button disabled={!isOwn || !policy.data} onClick={() => setDeleting(true)}>
          Delete
        </Button>
      }
    >
      {versionId !== undefined && (
        <AddressTabs
          base={["policies", arn]}
          tabs={[
            {
              id: "permissions",
              label: "Permissions",
              content: <PolicyDocument arn={arn} versionId={versionId} isOwn={isOwn} />,
            },
            {
              id: "entities",
              label: "Entities attached",
              content: <AttachedEntities arn={arn} />,
            },
            {
              id: "versions",
              label: "Policy versions",
              content: <PolicyVersions arn={arn} isOwn={isOwn} />,
            },
            ...(isOwn ? [tagsTab(arn)] : []),
          ]}
        />
      )}
      {isDeleting && (
        <DeletePolicy
          arn={arn}
          name={name}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate(address(region, "policies"))}
        />
      )}
    </DetailPage>
  );
}

function tagsTab(arn: string) {
  const command = `aws iam tag-policy --policy-arn ${arn} --tags Key=team,Value=music`;
  return {
    id: "tags",
    label: "Tags",
    content: <Tags of={tagsOfPolicy(arn)} name={arn} command={command} />,
  };
}

function summary(policy: PolicyRecord) {
  const { Arn = "" } = policy;
  return [
    { label: "Type", value: kindText(Arn) },
    { label: "ARN", value: <Copyable text={Arn} what="the ARN" /> },
    { label: "Description", value: policy.Description ?? "-" },
    { label: "Default version", value: policy.DefaultVersionId ?? "-" },
    { label: "Created", value: timeText(policy.CreateDate) },
    { label: "Changed", value: timeText(policy.UpdateDate) },
  ];
}
