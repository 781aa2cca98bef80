/** The tab "Exports and streams" of a table. */

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ExportList } from "@/transfers/export_list";
import { Streams } from "./streams";

export function ExportsAndStreams({ table }: { readonly table: TableDescription }) {
  const { TableName: name = "", TableArn: arn = "" } = table;
  return (
    <SpaceBetween size="l">
      <ExportList table={{ name, arn }} />
      <Streams table={table} />
    </SpaceBetween>
  );
}
