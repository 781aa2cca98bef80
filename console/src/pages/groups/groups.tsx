/** The list of user groups. */

import type { Group } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import { useState } from "react";
import { DeleteHolder } from "@/access/delete_holder";
import { ListButtons } from "@/access/list_buttons";
import { useGroups } from "@/access/reads";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";

export default function Groups() {
  const region = useRegion();
  const groups = useGroups();
  const [selected, select] = useState<Group[]>([]);
  const [isDeleting, setDeleting] = useState(false);
  const name = selected[0]?.GroupName;
  const create = (
    <Button variant="primary" href={linkTo(region, "create-group")}>
      Create group
    </Button>
  );
  return (
    <>
      <ListTable
        id="groups"
        title="User groups"
        noun="group"
        items={groups.data}
        error={groups.error}
        columns={COLUMNS}
        nameOf={({ GroupName = "" }) => GroupName}
        selection={{ type: "single", items: selected, onChange: select }}
        actions={
          <ListButtons what="groups" operations={["ListGroups"]}>
            <Button disabled={name === undefined} onClick={() => setDeleting(true)}>
              Delete
            </Button>
            {create}
          </ListButtons>
        }
        empty={
          <EmptyList
            text="The account has no user groups."
            action={create}
            command="aws iam create-group --group-name Readers"
          />
        }
      />
      {isDeleting && name !== undefined && (
        <DeleteHolder
          holder={{ kind: "group", name }}
          onClose={() => setDeleting(false)}
          onDeleted={() => select([])}
        />
      )}
    </>
  );
}

function GroupLink({ GroupName = "" }: Group) {
  return <Link href={linkTo(useRegion(), "groups", GroupName)}>{GroupName}</Link>;
}

const COLUMNS: readonly Column<Group>[] = [
  {
    id: "name",
    header: "Group name",
    cell: GroupLink,
    sortedBy: ({ GroupName = "" }) => GroupName,
    width: 240,
  },
  {
    id: "path",
    header: "Path",
    cell: ({ Path }) => Path ?? "/",
    sortedBy: ({ Path = "" }) => Path,
  },
  {
    id: "created",
    header: "Creation time",
    cell: ({ CreateDate }) => timeText(CreateDate),
    sortedBy: ({ CreateDate }) => CreateDate?.getTime() ?? 0,
    width: 230,
  },
  { id: "arn", header: "ARN", cell: ({ Arn }) => Arn ?? "-", width: 380 },
];
