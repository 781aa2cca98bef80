/** The last requests of this page: what was sent, what came back, how to repeat it. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import type { LoggedRequest } from "@/aws/request_log";
import { clearRequests, useRequests } from "@/aws/request_log";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { EmptyList } from "@/parts/empty_list";
import type { Column } from "@/parts/list_table";
import { ListTable } from "@/parts/list_table";
import { RequestDetails } from "./request_details";
import { unitsText } from "./units";

export default function Requests() {
  const region = useRegion();
  const requests = useRequests();
  const [number, select] = useState<number>();
  const selected = requests.find((request) => request.number === number);
  return (
    <SpaceBetween size="l">
      <ListTable<LoggedRequest>
        id="requests"
        title="Request inspector"
        noun="request"
        findText="Find requests"
        description="The last 200 requests of this page. They are in its memory alone, without secrets."
        items={requests}
        columns={COLUMNS}
        nameOf={(request) => String(request.number)}
        textOf={({ api, operation, error }) => `${api} ${operation} ${error?.name ?? ""}`}
        selection={{
          type: "single",
          items: selected ? [selected] : [],
          onChange: (items) => select(items[0]?.number),
        }}
        actions={<Button onClick={clearRequests}>Clear</Button>}
        empty={
          <EmptyList
            text="This page has sent no requests yet."
            action={<Button href={linkTo(region, "tables")}>Show the tables</Button>}
          />
        }
      />
      {selected ? (
        <RequestDetails key={selected.number} request={selected} />
      ) : (
        requests.length > 0 && <Box>Select a request to see what was sent and what came back.</Box>
      )}
    </SpaceBetween>
  );
}

function Outcome({ error }: LoggedRequest) {
  if (error === undefined) return <StatusIndicator>Success</StatusIndicator>;
  return <StatusIndicator type="error">{error.name}</StatusIndicator>;
}

const COLUMNS: readonly Column<LoggedRequest>[] = [
  {
    id: "number",
    header: "Number",
    cell: ({ number }) => number,
    sortedBy: ({ number }) => number,
  },
  {
    id: "operation",
    header: "Operation",
    cell: ({ operation }) => operation,
    sortedBy: ({ operation }) => operation,
    width: 220,
  },
  { id: "api", header: "API", cell: ({ api }) => api, sortedBy: ({ api }) => api },
  { id: "outcome", header: "Result", cell: Outcome, width: 220 },
  {
    id: "units",
    header: "Capacity units",
    cell: ({ output }) => unitsText(output),
  },
  {
    id: "time",
    header: "Latency",
    cell: ({ milliseconds }) => `${milliseconds.toFixed(1)} ms`,
    sortedBy: ({ milliseconds }) => milliseconds,
  },
  {
    id: "started",
    header: "Started at",
    cell: ({ startedAt }) => startedAt.toLocaleTimeString("en-GB"),
    sortedBy: ({ startedAt }) => startedAt.getTime(),
  },
];
