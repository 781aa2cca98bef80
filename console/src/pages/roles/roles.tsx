/** The list of roles. */

import type { Role } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import { useState } from "react";
import { DeleteHolder } from "@/access/delete_holder";
import { decoded, trustedBy } from "@/access/documents";
import { ListButtons } from "@/access/list_buttons";
import { useRoles } from "@/access/reads";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";

const CREATE =
  "aws iam create-role --role-name MusicReader --assume-role-policy-document file://trust.json";

export default function Roles() {
  const region = useRegion();
  const roles = useRoles();
  const [selected, select] = useState<Role[]>([]);
  const [isDeleting, setDeleting] = useState(false);
  const name = selected[0]?.RoleName;
  const create = (
    <Button variant="primary" href={linkTo(region, "create-role")}>
      Create role
    </Button>
  );
  return (
    <>
      <ListTable
        id="roles"
        title="Roles"
        noun="role"
        items={roles.data}
        error={roles.error}
        columns={COLUMNS}
        nameOf={({ RoleName = "" }) => RoleName}
        selection={{ type: "single", items: selected, onChange: select }}
        actions={
          <ListButtons what="roles" operations={["ListRoles"]}>
            <Button disabled={name === undefined} onClick={() => setDeleting(true)}>
              Delete
            </Button>
            {create}
          </ListButtons>
        }
        empty={<EmptyList text="The account has no roles." action={create} command={CREATE} />}
      />
      {isDeleting && name !== undefined && (
        <DeleteHolder
          holder={{ kind: "role", name }}
          onClose={() => setDeleting(false)}
          onDeleted={() => select([])}
        />
      )}
    </>
  );
}

function RoleLink({ RoleName = "" }: Role) {
  return <Link href={linkTo(useRegion(), "roles", RoleName)}>{RoleName}</Link>;
}

const COLUMNS: readonly Column<Role>[] = [
  {
    id: "name",
    header: "Role name",
    cell: RoleLink,
    sortedBy: ({ RoleName = "" }) => RoleName,
    width: 260,
  },
  {
    id: "trusted",
    header: "Trusted entities",
    cell: ({ AssumeRolePolicyDocument }) => trustedBy(decoded(AssumeRolePolicyDocument)),
    width: 320,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ CreateDate }) => timeText(CreateDate),
    sortedBy: ({ CreateDate }) => CreateDate?.getTime() ?? 0,
    width: 230,
  },
  { id: "arn", header: "ARN", cell: ({ Arn }) => Arn ?? "-", width: 380 },
];
