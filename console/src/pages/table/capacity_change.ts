/** The request that changes the capacity of a table, and of its indexes. */

import type { TableDescription, UpdateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { CapacityDraft } from "@/pages/create_table/draft";
import { CAPACITY } from "@/pages/create_table/draft";
import { capacityOf, maximum } from "@/pages/create_table/request";

export function capacityDraft(table: TableDescription): CapacityDraft {
  const { OnDemandThroughput: most, ProvisionedThroughput: units } = table;
  const mode = modeOf(table);
  if (mode === "PROVISIONED") {
    const read = String(units?.ReadCapacityUnits ?? CAPACITY.read);
    const write = String(units?.WriteCapacityUnits ?? CAPACITY.write);
    return { ...CAPACITY, mode, read, write };
  }
  const maxRead = maximumText(most?.MaxReadRequestUnits);
  return { ...CAPACITY, mode, maxRead, maxWrite: maximumText(most?.MaxWriteRequestUnits) };
}

export function modeOf(table: TableDescription): CapacityDraft["mode"] {
  return table.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST"
    ? "PAY_PER_REQUEST"
    : "PROVISIONED";
}

function maximumText(units: number | undefined): string {
  return units === undefined || units < 0 ? "" : String(units);
}

/**
 * A switch to provisioned must name the units of each global index. They get those of the table,
 * and so do all indexes if `alsoIndexes` is set.
 */
export function capacityChange(
  table: TableDescription,
  capacity: CapacityDraft,
  alsoIndexes: boolean,
): Omit<UpdateTableCommandInput, "TableName"> {
  const switches = capacity.mode !== modeOf(table);
  const names = table.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName) ?? [];
  const { BillingMode, ProvisionedThroughput } = capacityOf(capacity);
  const mode = switches ? { BillingMode } : {};
  if (ProvisionedThroughput === undefined) {
    return { ...mode, OnDemandThroughput: maximum(capacity) };
  }
  const updates = names.map((IndexName) => ({ Update: { IndexName, ProvisionedThroughput } }));
  const { read, write } = capacityDraft(table);
  const isSame = !switches && read === capacity.read && write === capacity.write;
  return {
    ...mode,
    ...(isSame ? {} : { ProvisionedThroughput }),
    ...((switches || alsoIndexes) && updates.length > 0
      ? { GlobalSecondaryIndexUpdates: updates }
      : {}),
  };
}
