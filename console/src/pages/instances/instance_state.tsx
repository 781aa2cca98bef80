import type { InstanceStateName } from "@aws-sdk/client-ec2";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

const SHOWN: Readonly<Record<InstanceStateName, readonly [StatusIndicatorProps.Type, string]>> = {
  pending: ["pending", "Pending"],
  running: ["success", "Running"],
  "shutting-down": ["in-progress", "Shutting-down"],
  stopping: ["in-progress", "Stopping"],
  stopped: ["stopped", "Stopped"],
  terminated: ["stopped", "Terminated"],
};

/** The state of an instance. */
export function InstanceState({ state }: { readonly state: InstanceStateName | undefined }) {
  if (state === undefined) return "-";
  const [type, text] = SHOWN[state];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}
