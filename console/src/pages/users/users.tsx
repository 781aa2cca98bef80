/** The list of users. */

import type { User } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import { useState } from "react";
import { DeleteHolder } from "@/access/delete_holder";
import { ListButtons } from "@/access/list_buttons";
import { useUsers } from "@/access/reads";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";

export default function Users() {
  const region = useRegion();
  const users = useUsers();
  const [selected, select] = useState<User[]>([]);
  const [isDeleting, setDeleting] = useState(false);
  const name = selected[0]?.UserName;
  const create = (
    <Button variant="primary" href={linkTo(region, "create-user")}>
      Create user
    </Button>
  );
  return (
    <>
      <ListTable
        id="users"
        title="Users"
        noun="user"
        items={users.data}
        error={users.error}
        columns={COLUMNS}
        nameOf={({ UserName = "" }) => UserName}
        selection={{ type: "single", items: selected, onChange: select }}
        actions={
          <ListButtons what="users" operations={["ListUsers"]}>
            <Button disabled={name === undefined} onClick={() => setDeleting(true)}>
              Delete
            </Button>
            {create}
          </ListButtons>
        }
        empty={
          <EmptyList
            text="The account has no users."
            action={create}
            command="aws iam create-user --user-name Anna"
          />
        }
      />
      {isDeleting && name !== undefined && (
        <DeleteHolder
          holder={{ kind: "user", name }}
          onClose={() => setDeleting(false)}
          onDeleted={() => select([])}
        />
      )}
    </>
  );
}

function UserLink({ UserName = "" }: User) {
  return <Link href={linkTo(useRegion(), "users", UserName)}>{UserName}</Link>;
}

const COLUMNS: readonly Column<User>[] = [
  {
    id: "name",
    header: "User name",
    cell: UserLink,
    sortedBy: ({ UserName = "" }) => UserName,
    width: 240,
  },
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
  {
    id: "created",
    header: "Created",
    cell: ({ CreateDate }) => timeText(CreateDate),
    sortedBy: ({ CreateDate }) => CreateDate?.getTime() ?? 0,
    width: 230,
  },
  { id: "arn", header: "ARN", cell: ({ Arn }) => Arn ?? "-", width: 380 },
];
