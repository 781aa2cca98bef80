/** Asks before statements run that write. */

import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import { useState } from "react";
import { usePreference } from "@/frame/preferences";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import type { Query } from "./query";
import { statementsToRun } from "./query";

interface Properties {
  readonly query: Query;
  readonly onRun: () => void;
  readonly onClose: () => void;
}

const SHOWN_MAX = 5;
const LENGTH_MAX = 300;

export function AskFirst({ query, onRun, onClose }: Properties) {
  const [, setAsksFirst] = usePreference("partiql-asks-first", true);
  const [isLast, setLast] = useState(false);
  const writing = statementsToRun(query).filter(({ writes }) => writes);
  const one = writing.length === 1;
  return (
    <ConfirmDialog
      title={
        one
          ? "Run a statement that writes?"
          : `Run ${String(writing.length)} statements that write?`
      }
      action="Run"
      onConfirm={() => {
        if (isLast) setAsksFirst(false);
        onRun();
      }}
      onClose={onClose}
    >
      <Box>{one ? "This statement changes" : "These statements change"} items at once:</Box>
      {writing.slice(0, SHOWN_MAX).map(({ text }, at) => (
        <Box key={at} variant="code" display="block">
          {text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}...` : text}
        </Box>
      ))}
      {writing.length > SHOWN_MAX && <Box>and {writing.length - SHOWN_MAX} more.</Box>}
      <Checkbox checked={isLast} onChange={({ detail }) => setLast(detail.checked)}>
        Do not ask again
      </Checkbox>
    </ConfirmDialog>
  );
}
