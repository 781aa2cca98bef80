import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

const SHOWN: Readonly<Record<string, readonly [StatusIndicatorProps.Type, string]>> = {
  IN_PROGRESS: ["in-progress", "In progress"],
  COMPLETED: ["success", "Completed"],
  CANCELLING: ["in-progress", "Cancelling"],
  CANCELLED: ["stopped", "Cancelled"],
  FAILED: ["error", "Failed"],
};

/** The status of an export or an import. */
export function TransferStatus({ status }: { readonly status: string | undefined }) {
  const [type, text] = SHOWN[status ?? ""] ?? ["pending", status ?? "-"];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}
