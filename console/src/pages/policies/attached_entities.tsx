/** Who has a policy. */

import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import { useState } from "react";
import { CHANGED_BY_POLICIES } from "@/access/changed";
import { POLICIES_OF } from "@/access/holders";
import type { Arn } from "@/access/types";
import { useWrite } from "@/aws/queries";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import type { Entity } from "./entities";
import { useEntities } from "./entities";

export function AttachedEntities({ arn }: { readonly arn: Arn }) {
  const entities = useEntities(arn);
  const region = useRegion();
  const [selected, select] = useState<Entity[]>([]);
  const detach = useWrite(
    async ({ iam }, chosen: readonly Entity[]) => {
      for (const { kind, name } of chosen) await POLICIES_OF[kind].detach(iam, name, arn);
    },
    {
      changes: [...CHANGED_BY_POLICIES, "GetPolicy"],
      done: (chosen) => `Detached from: ${chosen.map(({ name }) => name).join(", ")}.`,
      onSuccess: () => select([]),
    },
  );
  return (
    <ListTable
      id="policy-entities"
      title="Entities attached"
      noun="entity"
      variant="container"
      items={entities.data}
      error={entities.error}
      columns={COLUMNS}
      nameOf={({ kind, name, use }) => `${kind} ${name} ${use}`}
      selection={{ type: "multi", items: selected, onChange: select }}
      actions={
        <Button
          disabled={
            selected.length === 0 || selected.some(({ use }) => use === "Permissions boundary")
          }
          loading={detach.isPending}
          onClick={() => detach.mutate(selected)}
        >
          Detach
        </Button>
      }
      empty={
        <EmptyList
          text="The policy is attached to nobody."
          action={<Button href={linkTo(region, "users")}>Go to the users</Button>}
          command={`aws iam attach-user-policy --user-name Anna --policy-arn ${arn}`}
        />
      }
    />
  );
}

const PLACES = { user: "users", group: "groups", role: "roles" } as const;

function EntityLink({ kind, name }: Entity) {
  return <Link href={linkTo(useRegion(), PLACES[kind], name)}>{name}</Link>;
}

const COLUMNS: readonly Column<Entity>[] = [
  { id: "name", header: "Name", cell: EntityLink, sortedBy: ({ name }) => name, width: 300 },
  {
    id: "kind",
    header: "Entity type",
    cell: ({ kind }) => ({ user: "User", group: "Group", role: "Role" })[kind],
    sortedBy: ({ kind }) => kind,
  },
  { id: "use", header: "Used as", cell: ({ use }) => use, width: 200 },
];
