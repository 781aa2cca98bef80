/** The list of users, of groups or of roles: one can be selected and deleted, and one created. */

import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { CREATE_ROLE } from "./commands";
import { DeleteHolder } from "./delete_holder";
import { ListButtons } from "./list_buttons";
import type { HolderKind } from "./types";

interface Words {
  readonly title: string;
  /** The first part of the addresses of the page and of each holder: "users". */
  readonly address: string;
  readonly operation: string;
  readonly empty: string;
  /** Creates one, on the command line. */
  readonly command: string;
}

const WORDS: Readonly<Record<HolderKind, Words>> = {
  user: {
    title: "Users",
    address: "users",
    operation: "ListUsers",
    empty: "The account has no users.",
    command: "aws iam create-user --user-name Anna",
  },
  group: {
    title: "User groups",
    address: "groups",
    operation: "ListGroups",
    empty: "The account has no user groups.",
    command: "aws iam create-group --group-name Readers",
  },
  role: {
    title: "Roles",
    address: "roles",
    operation: "ListRoles",
    empty: "The account has no roles.",
    command: CREATE_ROLE,
  },
};

/** What users, groups and roles have in common. */
interface Entity {
  readonly Arn?: string | undefined;
  readonly CreateDate?: Date | undefined;
}

interface Properties<T extends Entity> {
  readonly kind: HolderKind;
  readonly read: UseQueryResult<T[]>;
  readonly nameOf: (holder: T) => string;
  /** The columns between the name and the time of creation. */
  readonly columns: readonly Column<T>[];
}

export function HolderList<T extends Entity>({ kind, read, nameOf, columns }: Properties<T>) {
  const region = useRegion();
  const [selected, select] = useState<T[]>([]);
  const [isDeleting, setDeleting] = useState(false);
  const { title, address, operation, empty, command } = WORDS[kind];
  const chosen = selected[0] && nameOf(selected[0]);
  const create = (
    <Button variant="primary" href={linkTo(region, `create-${kind}`)}>
      Create {kind}
    </Button>
  );
  return (
    <>
      <ListTable
        id={address}
        title={title}
        noun={kind}
        items={read.data}
        error={read.error}
        columns={allColumns(kind, nameOf, columns)}
        nameOf={nameOf}
        selection={{ type: "single", items: selected, onChange: select }}
        actions={
          <ListButtons what={address} operations={[operation]}>
            <Button disabled={chosen === undefined} onClick={() => setDeleting(true)}>
              Delete
            </Button>
            {create}
          </ListButtons>
        }
        empty={<EmptyList text={empty} action={create} command={command} />}
      />
      {isDeleting && chosen !== undefined && (
        <DeleteHolder
          holder={{ kind, name: chosen }}
          onClose={() => setDeleting(false)}
          onDeleted={() => select([])}
        />
      )}
    </>
  );
}

function allColumns<T extends Entity>(
  kind: HolderKind,
  nameOf: (holder: T) => string,
  between: readonly Column<T>[],
): readonly Column<T>[] {
  const noun = kind.charAt(0).toUpperCase() + kind.slice(1);
  return [
    {
      id: "name",
      header: `${noun} name`,
      cell: (holder) => <HolderLink kind={kind} name={nameOf(holder)} />,
      sortedBy: nameOf,
      width: 260,
    },
    ...between,
    {
      id: "created",
      header: kind === "group" ? "Creation time" : "Created",
      cell: ({ CreateDate }) => timeText(CreateDate),
      sortedBy: ({ CreateDate }) => CreateDate?.getTime() ?? 0,
      width: 230,
    },
    { id: "arn", header: "ARN", cell: ({ Arn }) => Arn ?? "-", width: 380 },
  ];
}

function HolderLink({ kind, name }: { readonly kind: HolderKind; readonly name: string }) {
  return <Link href={linkTo(useRegion(), WORDS[kind].address, name)}>{name}</Link>;
}
