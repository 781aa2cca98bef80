/** A list of managed policies to tick. */

import type { Policy } from "@aws-sdk/client-iam";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { CREATE_POLICY } from "./commands";
import { kindOf, kindText, KINDS } from "./policy_kinds";
import { usePolicies } from "./reads";
import type { Arn } from "./types";

interface Properties {
  readonly chosen: readonly Arn[];
  readonly onChange: (arns: Arn[]) => void;
  /** Policies that are not offered. */
  readonly without?: readonly Arn[];
}

export function PolicyChoice({ chosen, onChange, without = [] }: Properties) {
  const policies = usePolicies();
  const [kind, setKind] = useState<string>("all");
  const offered = policies.data?.filter(
    ({ Arn = "" }) => !without.includes(Arn) && (kind === "all" || kindOf(Arn) === kind),
  );
  const selected = policies.data?.filter(({ Arn = "" }) => chosen.includes(Arn)) ?? [];
  return (
    <ListTable
      id="policy-choice"
      title="Permissions policies"
      noun="policy"
      variant="container"
      items={offered}
      error={policies.error}
      columns={COLUMNS}
      nameOf={({ PolicyName = "" }) => PolicyName}
      selection={{
        type: "multi",
        items: selected,
        onChange: (items) => onChange(items.map(({ Arn = "" }) => Arn)),
      }}
      actions={
        <Select
          ariaLabel="Type of policy"
          selectedOption={KINDS.find(({ value }) => value === kind) ?? KINDS[0]}
          options={KINDS}
          onChange={({ detail }) => setKind(detail.selectedOption.value ?? "all")}
        />
      }
      empty={<EmptyList text="There is no policy of this type." command={CREATE_POLICY} />}
    />
  );
}

const COLUMNS: readonly Column<Policy>[] = [
  {
    id: "name",
    header: "Policy name",
    cell: ({ PolicyName }) => PolicyName ?? "-",
    sortedBy: ({ PolicyName = "" }) => PolicyName,
    width: 340,
  },
  { id: "kind", header: "Type", cell: ({ Arn = "" }) => kindText(Arn), width: 180 },
  {
    id: "attached",
    header: "Attached entities",
    cell: ({ AttachmentCount = 0 }) => AttachmentCount,
    sortedBy: ({ AttachmentCount = 0 }) => AttachmentCount,
    width: 170,
  },
];
