import type { BackupJob } from "@aws-sdk/client-backup";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

const SHOWN: Readonly<Record<string, readonly [StatusIndicatorProps.Type, string]>> = {
  CREATED: ["pending", "Created"],
  RUNNING: ["in-progress", "Running"],
  COMPLETED: ["success", "Completed"],
  FAILED: ["error", "Failed"],
  EXPIRED: ["error", "Expired"],
  ABORTING: ["in-progress", "Aborting"],
  ABORTED: ["stopped", "Aborted"],
};

/** The state of a backup job, with what the service says about it. Absent: there was none. */
export function JobState({ job }: { readonly job: BackupJob | undefined }) {
  if (job === undefined) return "-";
  const { State: state = "", StatusMessage: message } = job;
  const [type, text] = SHOWN[state] ?? ["info", state];
  const whole = message === undefined || message === "" ? text : `${text}: ${message}`;
  return <StatusIndicator type={type}>{whole}</StatusIndicator>;
}
