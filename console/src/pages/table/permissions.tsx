/** The tab "Permissions" of a table: the resource-based policies of the table and of its stream. */

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ResourcePolicy } from "./resource_policy";

export function Permissions({ table }: { readonly table: TableDescription }) {
  const arn = table.TableArn ?? "";
  const stream = table.StreamSpecification?.StreamEnabled ? table.LatestStreamArn : undefined;
  return (
    <SpaceBetween size="l">
      <ResourcePolicy
        key={arn}
        arn={arn}
        of="table"
        actions={["dynamodb:GetItem", "dynamodb:Query"]}
      />
      {stream !== undefined && (
        <ResourcePolicy
          key={stream}
          arn={stream}
          of="stream"
          actions={["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]}
        />
      )}
    </SpaceBetween>
  );
}
