import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

const SHOWN: Readonly<Record<string, readonly [StatusIndicatorProps.Type, string]>> = {
  Enabled: ["success", "Enabled"],
  Disabled: ["stopped", "Disabled"],
  PendingDeletion: ["warning", "Pending deletion"],
};

/** The state of an encryption key. */
export function KeyState({ state }: { readonly state: string | undefined }) {
  const [type, text] = SHOWN[state ?? ""] ?? ["info", state ?? "-"];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}
