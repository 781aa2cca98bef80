import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

const SHOWN: Readonly<Record<string, readonly [StatusIndicatorProps.Type, string]>> = {
  ACTIVE: ["success", "Active"],
  CREATING: ["in-progress", "Creating"],
  RESTORING: ["in-progress", "Restoring"],
  UPDATING: ["in-progress", "Updating"],
  DELETING: ["in-progress", "Deleting"],
  ARCHIVED: ["stopped", "Archived"],
  ARCHIVING: ["in-progress", "Archiving"],
  INACCESSIBLE_ENCRYPTION_CREDENTIALS: ["error", "Encryption key is not accessible"],
};

/** The status of a table. While a restore fills it, the service calls it CREATING. */
export function statusOf(table: TableDescription): string | undefined {
  const isRestoring = table.TableStatus === "CREATING" && table.RestoreSummary?.RestoreInProgress;
  return isRestoring ? "RESTORING" : table.TableStatus;
}

/** The status of a table or an index. */
export function TableStatus({ status }: { readonly status: string | undefined }) {
  const [type, text] = SHOWN[status ?? ""] ?? ["pending", status ?? "-"];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}
