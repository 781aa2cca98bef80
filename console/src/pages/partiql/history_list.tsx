/** The queries that ran, the newest first. One that is chosen fills the editor; it does not run. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { timeText } from "@/parts/amounts";
import { HISTORY_MAX } from "./library";
import type { Query } from "./query";
import { firstLine } from "./tab_strip";
import { useLibrary } from "./use_library";

const PAGE_SIZE = 20;

export function HistoryList({ onFill }: { readonly onFill: (query: Query) => void }) {
  const [{ history }, change] = useLibrary();
  const [shownCount, setShownCount] = useState(PAGE_SIZE);
  if (history.length === 0) return <Box>Nothing ran yet.</Box>;
  return (
    <SpaceBetween size="s">
      <Box color="text-body-secondary" fontSize="body-s">
        The last {HISTORY_MAX} queries of yours in this browser.
      </Box>
      <ul aria-label="History">
        {history.slice(0, shownCount).map(({ at, query, succeeded }) => (
          <li key={at}>
            <Link onFollow={() => onFill(query)}>{firstLine(query.text)}</Link>
            <Box color="text-body-secondary" fontSize="body-s">
              {!succeeded && <StatusIndicator type="error">Failed</StatusIndicator>}{" "}
              {timeText(new Date(at))}
            </Box>
          </li>
        ))}
      </ul>
      <SpaceBetween direction="horizontal" size="xs">
        {history.length > shownCount && (
          <Button onClick={() => setShownCount(shownCount + PAGE_SIZE)}>Show more</Button>
        )}
        <Button onClick={() => change((before) => ({ ...before, history: [] }))}>
          Delete the history
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}
