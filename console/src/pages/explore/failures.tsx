/** What could not be done, one line for each thing. */

import Box from "@cloudscape-design/components/box";
import Table from "@cloudscape-design/components/table";
import { serviceError } from "@/aws/errors";

export interface FailedLine {
  readonly what: string;
  readonly why: string;
}

const SHOWN_MAX = 100;

/** The text of a failure. */
export function whyText(error: unknown): string {
  const { name, message } = serviceError(error);
  return name === "Error" ? message : `${name}: ${message}`;
}

export function Failures({
  lines,
  title,
}: {
  readonly lines: readonly FailedLine[];
  readonly title: string;
}) {
  if (lines.length === 0) return null;
  return (
    <Table<FailedLine>
      variant="embedded"
      items={lines.slice(0, SHOWN_MAX)}
      header={
        <Box variant="h3">
          {title} ({String(lines.length)})
        </Box>
      }
      wrapLines
      columnDefinitions={[
        { id: "what", header: "Item", cell: ({ what }) => what },
        { id: "why", header: "Reason", cell: ({ why }) => why },
      ]}
      ariaLabels={{ tableLabel: title }}
      {...(lines.length > SHOWN_MAX && {
        footer: `Only the first ${String(SHOWN_MAX)} are shown.`,
      })}
    />
  );
}
