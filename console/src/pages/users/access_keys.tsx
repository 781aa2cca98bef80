/** The access keys of a user: create, deactivate, delete. */

import type { AccessKeyMetadata } from "@aws-sdk/client-iam";
import { ListAccessKeysCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useRead, useWrite } from "@/aws/queries";
import { timeText } from "@/parts/amounts";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { CHANGED_BY_KEYS } from "./changed";
import { CreateAccessKey } from "./create_access_key";
import { DeleteAccessKey } from "./delete_access_key";
import { KeyDescription, LastUsed } from "./key_cells";

export function AccessKeys({ userName }: { readonly userName: string }) {
  const keys = useRead(["ListAccessKeys", userName], async ({ iam }) => {
    const answer = await iam.send(new ListAccessKeysCommand({ UserName: userName }));
    return answer.AccessKeyMetadata ?? [];
  });
  const [selected, select] = useState<AccessKeyMetadata[]>([]);
  const [open, setOpen] = useState<"create" | "delete">();
  const chosen = keys.data?.find(({ AccessKeyId: id }) => id === selected[0]?.AccessKeyId);
  const update = useWrite(
    ({ iam }, Status: "Active" | "Inactive") =>
      iam.send(
        new UpdateAccessKeyCommand({
          UserName: userName,
          AccessKeyId: chosen?.AccessKeyId,
          Status,
        }),
      ),
    {
      changes: CHANGED_BY_KEYS,
      done: (status) => `Access key ${status === "Active" ? "activated" : "deactivated"}.`,
    },
  );
  const create = <Button onClick={() => setOpen("create")}>Create access key</Button>;
  const isActive = chosen?.Status === "Active";
  return (
    <>
      <ListTable
        id="access-keys"
        title="Access keys"
        noun="access key"
        variant="container"
        items={keys.data}
        error={keys.error}
        columns={COLUMNS}
        nameOf={({ AccessKeyId = "" }) => AccessKeyId}
        selection={{ type: "single", items: chosen ? [chosen] : [], onChange: select }}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <ButtonDropdown
              disabled={chosen === undefined}
              loading={update.isPending}
              items={[
                { id: "update", text: isActive ? "Deactivate" : "Activate" },
                { id: "delete", text: "Delete" },
              ]}
              onItemClick={({ detail }) => {
                if (detail.id === "delete") setOpen("delete");
                else update.mutate(isActive ? "Inactive" : "Active");
              }}
            >
              Actions
            </ButtonDropdown>
            {create}
          </SpaceBetween>
        }
        empty={
          <EmptyList
            text="The user has no access keys. A program needs one to sign its requests."
            action={create}
            command={`aws iam create-access-key --user-name ${userName}`}
          />
        }
      />
      {open === "create" && (
        <CreateAccessKey userName={userName} onClose={() => setOpen(undefined)} />
      )}
      {open === "delete" && chosen && (
        <DeleteAccessKey
          userName={userName}
          accessKey={chosen}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

const COLUMNS: readonly Column<AccessKeyMetadata>[] = [
  { id: "id", header: "Access key ID", cell: ({ AccessKeyId }) => AccessKeyId ?? "-", width: 250 },
  {
    id: "status",
    header: "Status",
    cell: ({ Status }) => (
      <StatusIndicator type={Status === "Active" ? "success" : "stopped"}>{Status}</StatusIndicator>
    ),
    width: 120,
  },
  { id: "description", header: "Description", cell: KeyDescription, width: 200 },
  { id: "used", header: "Last used", cell: LastUsed, width: 230 },
  {
    id: "created",
    header: "Created",
    cell: ({ CreateDate }) => timeText(CreateDate),
    sortedBy: ({ CreateDate }) => CreateDate?.getTime() ?? 0,
    width: 230,
  },
];
