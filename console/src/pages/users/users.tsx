/** The list of users. */

import type { User } from "@aws-sdk/client-iam";
import { HolderList } from "@/access/holder_list";
import { useUsers } from "@/access/reads";
import { timeText } from "@/parts/amounts";
import type { Column } from "@/parts/list_table";

export default function Users() {
  return <HolderList kind="user" read={useUsers()} nameOf={nameOf} columns={COLUMNS} />;
}

function nameOf({ UserName = "" }: User): string {
  return UserName;
}

const COLUMNS: readonly Column<User>[] = [
  {
    id: "path",
    header: "Path",
    cell: ({ Path }) => Path ?? "/",
    sortedBy: ({ Path = "" }) => Path,
  },
  {
    id: "password",
    header: "Last console sign-in",
    cell: ({ PasswordLastUsed }) => timeText(PasswordLastUsed),
    sortedBy: ({ PasswordLastUsed }) => PasswordLastUsed?.getTime() ?? 0,
    width: 230,
  },
];
