import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { Copyable } from "./copyable";

interface Properties {
  /** Such as "You have no tables in this account in this Region." */
  readonly text: string;
  /** What must be there before the first one can be made. */
  readonly needs?: string;
  /** The button that makes the first one. */
  readonly action?: ReactNode;
  /** The same step as a command. */
  readonly command?: string;
}

/** An empty list says what to do next: a button, and the same step on the command line. */
export function EmptyList({ text, needs, action, command }: Properties) {
  return (
    <Box textAlign="center" padding="m">
      <SpaceBetween size="s">
        <Box variant="strong">{text}</Box>
        {needs !== undefined && <Box color="text-body-secondary">{needs}</Box>}
        {action}
        {command !== undefined && (
          <Box color="text-body-secondary" fontSize="body-s">
            Or on the command line: <Copyable text={command} what="the command" isCode />
          </Box>
        )}
      </SpaceBetween>
    </Box>
  );
}
