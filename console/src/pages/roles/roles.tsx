/** The list of roles. */

import type { Role } from "@aws-sdk/client-iam";
import { decoded, trustedBy } from "@/access/documents";
import { HolderList } from "@/access/holder_list";
import { useRoles } from "@/access/reads";
import type { Column } from "@/parts/list_table";

export default function Roles() {
  return <HolderList kind="role" read={useRoles()} nameOf={nameOf} columns={COLUMNS} />;
}

function nameOf({ RoleName = "" }: Role): string {
  return RoleName;
}

const COLUMNS: readonly Column<Role>[] = [
  {
    id: "trusted",
    header: "Trusted entities",
    cell: ({ AssumeRolePolicyDocument }) => trustedBy(decoded(AssumeRolePolicyDocument)),
    width: 320,
  },
];
