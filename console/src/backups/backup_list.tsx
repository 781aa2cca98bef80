/** The list of backups, of one table or of all, with what can be done with them. */

import type { BackupSummary } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import { useState } from "react";
import { ListButtons } from "@/access/list_buttons";
import { scheduleLink } from "@/backup_plans/schedule_link";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { sizeText, timeText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { canBeDeleted, canBeRestored, typeText } from "./backup_words";
import { CreateBackup } from "./create_backup";
import { DeleteBackup } from "./delete_backup";
import { useBackups } from "./reads";

/** table: the table whose backups are listed. Absent: those of all tables. */
export function BackupList({ table }: { readonly table?: string }) {
  const backups = useBackups(table);
  const [selectedArns, select] = useState<readonly string[]>([]);
  const [dialog, show] = useState<"create" | "delete">();
  const selected = backups.data?.filter(({ BackupArn: arn = "" }) => selectedArns.includes(arn));
  const [chosen] = selected ?? [];
  const region = useRegion();
  const create = (
    <ButtonDropdown
      variant="primary"
      items={[
        { id: "create", text: "Create on-demand backup" },
        { id: "schedule", text: "Schedule backup", href: scheduleLink(region, { table }) },
      ]}
      onItemClick={({ detail }) => {
        if (detail.id === "create") show("create");
      }}
    >
      Create backup
    </ButtonDropdown>
  );
  const first = <Button onClick={() => show("create")}>Create on-demand backup</Button>;
  return (
    <>
      <ListTable
        id={table === undefined ? "backups" : "backups-of-table"}
        title="Backups"
        noun="backup"
        items={backups.data}
        error={backups.error}
        columns={table === undefined ? COLUMNS : COLUMNS_OF_TABLE}
        nameOf={({ BackupArn: arn = "" }) => arn}
        textOf={({ BackupName: name = "", TableName: source = "" }) => `${name} ${source}`}
        selection={{
          type: "single",
          items: selected ?? [],
          onChange: (items) => select(items.map(({ BackupArn: arn = "" }) => arn)),
        }}
        {...(table === undefined ? {} : { variant: "container" })}
        actions={<Actions chosen={chosen} create={create} onDelete={() => show("delete")} />}
        empty={<Empty table={table} create={first} />}
      />
      {dialog === "create" && <CreateBackup table={table} onClose={() => show(undefined)} />}
      {dialog === "delete" && chosen && (
        <DeleteBackup
          backup={chosen}
          onClose={() => show(undefined)}
          onDeleted={() => select([])}
        />
      )}
    </>
  );
}

interface ActionProperties {
  readonly chosen: BackupSummary | undefined;
  readonly create: ReactNode;
  readonly onDelete: () => void;
}

function Actions({ chosen, create, onDelete }: ActionProperties) {
  const region = useRegion();
  const isRestorable = chosen !== undefined && canBeRestored(chosen);
  return (
    <ListButtons what="backups" operations={["ListBackups"]}>
      <Button
        disabled={!isRestorable}
        ariaLabel="Restore the backup"
        href={linkTo(region, "backups", chosen?.BackupArn ?? "", "restore")}
      >
        Restore
      </Button>
      <Button disabled={chosen === undefined || !canBeDeleted(chosen)} onClick={onDelete}>
        Delete
      </Button>
      {create}
    </ListButtons>
  );
}

interface EmptyProperties {
  readonly table: string | undefined;
  readonly create: ReactNode;
}

function Empty({ table, create }: EmptyProperties) {
  const [text, name] =
    table === undefined
      ? ["You have no backups in this account in this Region.", "Music"]
      : ["This table has no backups.", table];
  return (
    <EmptyList
      text={text}
      action={create}
      command={`aws dynamodb create-backup --table-name ${name} --backup-name monday`}
    />
  );
}

function BackupStatus({ status }: { readonly status: string | undefined }) {
  if (status === "AVAILABLE") return <StatusIndicator>Available</StatusIndicator>;
  if (status === "CREATING") {
    return <StatusIndicator type="in-progress">Creating</StatusIndicator>;
  }
  return <StatusIndicator type="stopped">{status ?? "-"}</StatusIndicator>;
}

function sizeCell({ BackupStatus: status, BackupSizeBytes: bytes }: BackupSummary): string {
  return status === "CREATING" ? "-" : sizeText(bytes);
}

const NAME: Column<BackupSummary> = {
  id: "name",
  header: "Name",
  cell: ({ BackupName: name }) => name ?? "-",
  sortedBy: ({ BackupName: name = "" }) => name,
  width: 260,
};
const TABLE: Column<BackupSummary> = {
  id: "table",
  header: "Table",
  cell: ({ TableName: name }) => name ?? "-",
  sortedBy: ({ TableName: name = "" }) => name,
  width: 200,
};
const OTHERS: readonly Column<BackupSummary>[] = [
  {
    id: "status",
    header: "Status",
    cell: ({ BackupStatus: status }) => <BackupStatus status={status} />,
    sortedBy: ({ BackupStatus: status = "" }) => status,
    width: 130,
  },
  {
    id: "created",
    header: "Creation time",
    cell: ({ BackupCreationDateTime: time }) => timeText(time),
    sortedBy: ({ BackupCreationDateTime: time }) => time?.getTime() ?? 0,
    width: 240,
  },
  {
    id: "type",
    header: "Type",
    cell: ({ BackupType: type }) => typeText(type),
    sortedBy: ({ BackupType: type }) => typeText(type),
    width: 130,
  },
  {
    id: "size",
    header: "Size",
    cell: sizeCell,
    sortedBy: ({ BackupSizeBytes: bytes = 0 }) => bytes,
    width: 110,
  },
  {
    id: "expires",
    header: "Expiration time",
    cell: ({ BackupExpiryDateTime: time }) => (time ? timeText(time) : "Never"),
    sortedBy: ({ BackupExpiryDateTime: time }) => time?.getTime() ?? Infinity,
    width: 240,
  },
  {
    id: "arn",
    header: "Amazon Resource Name (ARN)",
    cell: ({ BackupArn: arn = "" }) => <Copyable text={arn} what="the ARN of the backup" />,
    width: 500,
  },
];
const COLUMNS = [NAME, TABLE, ...OTHERS];
const COLUMNS_OF_TABLE = [NAME, ...OTHERS];
