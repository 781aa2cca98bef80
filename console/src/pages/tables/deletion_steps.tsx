/** The steps of a deletion, in its dialog. */

import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { Step } from "./deletion";

interface Properties {
  readonly step: Step;
  /** How many tables are deleted. */
  readonly count: number;
}

export function DeletionSteps({ step, count }: Properties) {
  const { table, number, phase, backup } = step;
  const isBackingUp = phase === "backup";
  return (
    <div role="status" aria-label="Steps of the deletion">
      <SpaceBetween size="xxs">
        {count > 1 && (
          <Box>
            Table {number} of {count}: {table}
          </Box>
        )}
        {backup !== undefined && (
          <StatusIndicator type={isBackingUp ? "in-progress" : "success"}>
            Create the backup {backup}
          </StatusIndicator>
        )}
        <StatusIndicator type={isBackingUp ? "pending" : "in-progress"}>
          Delete the table
        </StatusIndicator>
      </SpaceBetween>
    </div>
  );
}
