/** The list of managed policies: those of AWS and those of the account. */

import type { Policy } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { CREATE_POLICY } from "@/access/commands";
import { ListButtons } from "@/access/list_buttons";
import { kindOf, kindText, KINDS } from "@/access/policy_kinds";
import { usePolicies } from "@/access/reads";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { DeletePolicy } from "./delete_policy";

export default function Policies() {
  const region = useRegion();
  const policies = usePolicies();
  const [kind, setKind] = useState("all");
  const [selected, select] = useState<Policy[]>([]);
  const [isDeleting, setDeleting] = useState(false);
  const [chosen] = selected;
  const create = (
    <Button variant="primary" href={linkTo(region, "create-policy")}>
      Create policy
    </Button>
  );
  return (
    <>
      <ListTable
        id="policies"
        title="Policies"
        noun="policy"
        items={policies.data?.filter(({ Arn = "" }) => kind === "all" || kindOf(Arn) === kind)}
        error={policies.error}
        columns={COLUMNS}
        nameOf={({ PolicyName = "" }) => PolicyName}
        textOf={({ PolicyName = "", Description = "" }) => `${PolicyName} ${Description}`}
        selection={{ type: "single", items: selected, onChange: select }}
        actions={
          <ListButtons what="policies" operations={["ListPolicies"]}>
            <Select
              ariaLabel="Type of policy"
              selectedOption={KINDS.find(({ value }) => value === kind) ?? KINDS[0]}
              options={KINDS}
              onChange={({ detail }) => setKind(detail.selectedOption.value ?? "all")}
            />
            <Button
              disabled={chosen?.Arn === undefined || kindOf(chosen.Arn) === "aws"}
              onClick={() => setDeleting(true)}
            >
              Delete
            </Button>
            {create}
          </ListButtons>
        }
        empty={
          <EmptyList
            text="There are no policies of this type."
            action={create}
            command={CREATE_POLICY}
          />
        }
      />
      {isDeleting && chosen?.Arn !== undefined && (
        <DeletePolicy
          arn={chosen.Arn}
          name={chosen.PolicyName ?? ""}
          onClose={() => setDeleting(false)}
          onDeleted={() => select([])}
        />
      )}
    </>
  );
}

function PolicyLink({ PolicyName = "", Arn = "" }: Policy) {
  return <Link href={linkTo(useRegion(), "policies", Arn)}>{PolicyName}</Link>;
}

const COLUMNS: readonly Column<Policy>[] = [
  {
    id: "name",
    header: "Policy name",
    cell: PolicyLink,
    sortedBy: ({ PolicyName = "" }) => PolicyName,
    width: 320,
  },
  {
    id: "type",
    header: "Type",
    cell: ({ Arn = "" }) => kindText(Arn),
    sortedBy: ({ Arn = "" }) => kindText(Arn),
    width: 180,
  },
  {
    id: "attached",
    header: "Used as",
    cell: ({ AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 }) =>
      usage(AttachmentCount, PermissionsBoundaryUsageCount),
    sortedBy: ({ AttachmentCount = 0 }) => AttachmentCount,
    width: 240,
  },
  {
    id: "changed",
    header: "Changed",
    cell: ({ UpdateDate }) => timeText(UpdateDate),
    sortedBy: ({ UpdateDate }) => UpdateDate?.getTime() ?? 0,
    width: 230,
  },
];

function usage(attachments: number, boundaries: number): string {
  const parts = [];
  if (attachments > 0) parts.push(`Permissions policy (${String(attachments)})`);
  if (boundaries > 0) parts.push(`Boundary (${String(boundaries)})`);
  return parts.length === 0 ? "None" : parts.join(", ");
}
