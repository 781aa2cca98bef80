/** The list of key pairs. */

import type { KeyPairInfo } from "@aws-sdk/client-ec2";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Link from "@cloudscape-design/components/link";
import { useState } from "react";
import { ListButtons } from "@/access/list_buttons";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable, single } from "@/parts/list_table";
import { CreateKeyPair } from "./create_key_pair";
import { DeleteKeyPair } from "./delete_key_pair";
import { ImportKeyPair } from "./import_key_pair";
import { useKeyPairs } from "./reads";

type Dialog = "create" | "import" | "delete";

export default function KeyPairs() {
  const pairs = useKeyPairs();
  const [selectedId, select] = useState<string>();
  const [dialog, show] = useState<Dialog>();
  const close = () => show(undefined);
  const chosen = pairs.data?.find(({ KeyPairId: id }) => id === selectedId);
  const create = (
    <Button variant="primary" onClick={() => show("create")}>
      Create key pair
    </Button>
  );
  return (
    <>
      <ListTable
        id="key-pairs"
        title="Key pairs"
        noun="key pair"
        items={pairs.data}
        error={pairs.error}
        columns={COLUMNS}
        nameOf={({ KeyName = "" }) => KeyName}
        textOf={({ KeyName = "", KeyPairId = "" }) => `${KeyName} ${KeyPairId}`}
        selection={single(chosen, (pair) => select(pair?.KeyPairId))}
        actions={
          <ListButtons what="key pairs" operations={["DescribeKeyPairs"]}>
            <ButtonDropdown
              items={[
                { id: "import", text: "Import key pair" },
                { id: "delete", text: "Delete", disabled: chosen === undefined },
              ]}
              onItemClick={({ detail }) => {
                if (detail.id === "import" || detail.id === "delete") show(detail.id);
              }}
            >
              Actions
            </ButtonDropdown>
            {create}
          </ListButtons>
        }
        empty={
          <EmptyList
            text="You have no key pairs in this account in this Region. An instance can name one."
            action={create}
            command="aws ec2 create-key-pair --key-name music --query KeyMaterial --output text"
          />
        }
      />
      {dialog === "create" && <CreateKeyPair onClose={close} />}
      {dialog === "import" && <ImportKeyPair onClose={close} />}
      {dialog === "delete" && chosen && <DeleteKeyPair pair={chosen} onClose={close} />}
    </>
  );
}

function PairLink({ KeyName = "", KeyPairId = "" }: KeyPairInfo) {
  return <Link href={linkTo(useRegion(), "key-pairs", KeyPairId)}>{KeyName}</Link>;
}

const COLUMNS: readonly Column<KeyPairInfo>[] = [
  {
    id: "name",
    header: "Name",
    cell: PairLink,
    sortedBy: ({ KeyName: name = "" }) => name,
    width: 220,
  },
  {
    id: "type",
    header: "Type",
    cell: ({ KeyType: type }) => type ?? "-",
    sortedBy: ({ KeyType: type = "" }) => type,
    width: 110,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ CreateTime: time }) => timeText(time),
    sortedBy: ({ CreateTime: time }) => time?.getTime() ?? 0,
    width: 230,
  },
  { id: "fingerprint", header: "Fingerprint", cell: (pair) => pair.KeyFingerprint, width: 480 },
  { id: "id", header: "ID", cell: ({ KeyPairId: id }) => id, width: 230 },
];
