/** The list of user groups. */

import type { Group } from "@aws-sdk/client-iam";
import { HolderList } from "@/access/holder_list";
import { useGroups } from "@/access/reads";
import type { Column } from "@/parts/list_table";

export default function Groups() {
  return <HolderList kind="group" read={useGroups()} nameOf={nameOf} columns={COLUMNS} />;
}

function nameOf({ GroupName = "" }: Group): string {
  return GroupName;
}

const COLUMNS: readonly Column<Group>[] = [
  {
    id: "path",
    header: "Path",
    cell: ({ Path }) => Path ?? "/",
    sortedBy: ({ Path = "" }) => Path,
  },
];
