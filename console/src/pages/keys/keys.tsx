/** The list of encryption keys. */

import type { KeyMetadata } from "@aws-sdk/client-kms";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { ListButtons } from "@/access/list_buttons";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { KeyState } from "./key_state";
import type { KeyRow } from "./reads";
import { useKey, useKeys } from "./reads";

export default function Keys() {
  const region = useRegion();
  const keys = useKeys();
  const create = (
    <Button variant="primary" href={linkTo(region, "create-encryption-key")}>
      Create key
    </Button>
  );
  return (
    <ListTable
      id="encryption-keys"
      title="Encryption keys"
      noun="key"
      items={keys.data}
      error={keys.error}
      columns={COLUMNS}
      nameOf={({ id }) => id}
      textOf={({ id, aliases }) => [id, ...aliases].join(" ")}
      actions={
        <ListButtons what="keys" operations={["ListKeys", "DescribeKey"]}>
          {create}
        </ListButtons>
      }
      empty={
        <EmptyList
          text="You have no encryption keys in this account in this Region. A table can be encrypted with a key of yours."
          action={create}
          command="aws kms create-key --description 'For Music'"
        />
      }
    />
  );
}

function KeyLink({ id }: KeyRow) {
  return <Link href={linkTo(useRegion(), "encryption-keys", id)}>{id}</Link>;
}

/** A cell reads its key itself. So only the keys of the page that is shown are read. */
function described(id: string, header: string, show: (key: KeyMetadata) => ReactNode) {
  return { id, header, cell: (row: KeyRow) => <Described id={row.id} show={show} />, width: 220 };
}

interface DescribedProperties {
  readonly id: string;
  readonly show: (key: KeyMetadata) => ReactNode;
}

function Described({ id, show }: DescribedProperties) {
  const { data } = useKey(id);
  return data ? show(data) : "-";
}

const COLUMNS: readonly Column<KeyRow>[] = [
  { id: "id", header: "Key ID", cell: KeyLink, width: 330 },
  {
    id: "aliases",
    header: "Aliases",
    cell: ({ aliases }) => aliases.join(", ") || "-",
    sortedBy: ({ aliases }) => aliases.join(", "),
    width: 180,
  },
  described("status", "Status", ({ KeyState: state }) => <KeyState state={state} />),
  described("owner", "Managed by", ({ KeyManager }) => (KeyManager === "AWS" ? "AWS" : "Customer")),
  described("description", "Description", ({ Description }) => Description || "-"),
  described("created", "Creation date", ({ CreationDate }) => timeText(CreationDate)),
];
