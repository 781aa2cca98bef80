/** One table: its settings, indexes, exports, stream, backups and permissions. */

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Tabs from "@cloudscape-design/components/tabs";
import type { ReactNode } from "react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Failure } from "@/aws/failure";
import { useReadAgain } from "@/aws/queries";
import { address, linkTo } from "@/frame/address";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { DeleteTables } from "@/pages/tables/delete_tables";
import { statusOf, TableStatus } from "@/parts/table_status";
import { useTable } from "@/parts/use_table";
import { createExportLink } from "@/transfers/export_link";
import { Backups } from "./backups";
import { CapacityDialog } from "./capacity_dialog";
import { ClassDialog } from "./class_dialog";
import { CloneDialog } from "./clone_dialog";
import { CopyElsewhere } from "./copy_elsewhere";
import { ExportsAndStreams } from "./exports_and_streams";
import { Indexes } from "./indexes";
import { LiveCountDialog } from "./live_count_dialog";
import { Permissions } from "./permissions";
import { Settings } from "./settings";

const READ_BY_THIS_PAGE = [
  "DescribeTable",
  "DescribeTimeToLive",
  "ListTagsOfResource",
  "DescribeStream",
  "GetResourcePolicy",
  "DescribeContinuousBackups",
  "ListBackups",
  "ListBackupPlans",
  "ListBackupJobs",
  "ListExports",
];

type Dialog = "capacity" | "class" | "clone" | "copy" | "count" | "delete";

export default function TablePage() {
  const { name = "", tab = "settings" } = usePathNames();
  const region = useRegion();
  const navigate = useNavigate();
  const table = useTable(name);
  const [dialog, show] = useState<Dialog>();
  const close = () => show(undefined);
  return (
    <ContentLayout header={<TableHeader name={name} table={table.data} onDialog={show} />}>
      <SpaceBetween size="l">
        <Failure of={table.error} />
        {table.isLoading && <Spinner size="large" />}
        {table.data && !table.error && (
          <Tabs
            ariaLabel={`Parts of table ${name}`}
            activeTabId={tab}
            onChange={({ detail }) =>
              void navigate(address(region, "tables", name, detail.activeTabId))
            }
            tabs={tabsOf(table.data)}
          />
        )}
      </SpaceBetween>
      {table.data && dialog === "capacity" && <CapacityDialog table={table.data} onClose={close} />}
      {table.data && dialog === "class" && <ClassDialog table={table.data} onClose={close} />}
      {dialog === "clone" && <CloneDialog table={name} onClose={close} />}
      {dialog === "copy" && <CopyElsewhere table={name} onClose={close} />}
      {dialog === "count" && <LiveCountDialog table={name} onClose={close} />}
      {dialog === "delete" && (
        <DeleteTables
          names={[name]}
          onClose={close}
          onDeleted={() => void navigate(address(region, "tables"))}
        />
      )}
    </ContentLayout>
  );
}

function tabsOf(table: TableDescription): { id: string; label: string; content: ReactNode }[] {
  return [
    { id: "settings", label: "Settings", content: <Settings table={table} /> },
    { id: "indexes", label: "Indexes", content: <Indexes table={table} /> },
    { id: "streams", label: "Exports and streams", content: <ExportsAndStreams table={table} /> },
    { id: "backups", label: "Backups", content: <Backups table={table.TableName ?? ""} /> },
    { id: "permissions", label: "Permissions", content: <Permissions table={table} /> },
  ];
}

interface HeaderProperties {
  readonly name: string;
  readonly table: TableDescription | undefined;
  readonly onDialog: (dialog: Dialog) => void;
}

const ACTIONS: readonly { id: Dialog; text: string }[] = [
  { id: "capacity", text: "Edit capacity" },
  { id: "class", text: "Update table class" },
  { id: "count", text: "Get live item count" },
  { id: "clone", text: "Clone table" },
  { id: "copy", text: "Copy to another server" },
  { id: "delete", text: "Delete table" },
];

function TableHeader({ name, table, onDialog }: HeaderProperties) {
  const region = useRegion();
  const readAgain = useReadAgain();
  return (
    <Header
      variant="h1"
      info={table && <TableStatus status={statusOf(table)} />}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            iconName="refresh"
            ariaLabel="Read the table again"
            onClick={() => void readAgain(...READ_BY_THIS_PAGE)}
          />
          <ButtonDropdown
            items={[
              ...ACTIONS.slice(0, -1),
              { id: "export", text: "Export to S3", href: createExportLink(region, name) },
              ...ACTIONS.slice(-1),
            ]}
            disabled={table === undefined}
            onItemClick={({ detail }) => {
              const action = ACTIONS.find(({ id }) => id === detail.id);
              if (action) onDialog(action.id);
            }}
          >
            Actions
          </ButtonDropdown>
          <Button variant="primary" href={linkTo(region, "explore", name)}>
            Explore table items
          </Button>
        </SpaceBetween>
      }
    >
      {name}
    </Header>
  );
}
