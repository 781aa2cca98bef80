/** The dialog that changes the capacity of a table. */

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Checkbox from "@cloudscape-design/components/checkbox";
import { useState } from "react";
import { CapacityFields } from "@/pages/create_table/capacity_fields";
import { CalculatorSection } from "@/pages/create_table/calculator_section";
import { capacityErrors } from "@/pages/create_table/rules";
import { capacityChange, capacityDraft } from "./capacity_change";
import { FormDialog } from "@/parts/form_dialog";
import { useUpdate } from "./use_update";

interface Properties {
  readonly table: TableDescription;
  readonly onClose: () => void;
}

export function CapacityDialog({ table, onClose }: Properties) {
  const [capacity, setCapacity] = useState(() => capacityDraft(table));
  const [alsoIndexes, setAlsoIndexes] = useState(false);
  const update = useUpdate(
    table.TableName ?? "",
    `The capacity of ${table.TableName ?? ""} was changed.`,
    onClose,
  );
  const errors = capacityErrors(capacity);
  const isProvisioned = capacity.mode === "PROVISIONED";
  const hasIndexes = (table.GlobalSecondaryIndexes?.length ?? 0) > 0;
  return (
    <FormDialog
      title="Edit read/write capacity"
      size="large"
      onSubmit={() => update.mutate(capacityChange(table, capacity, alsoIndexes))}
      onClose={onClose}
      isRunning={update.isPending}
      isReady={Object.keys(errors).length === 0}
      error={update.error}
    >
      <CapacityFields capacity={capacity} onChange={setCapacity} errors={errors} />
      {isProvisioned && hasIndexes && (
        <Checkbox
          checked={alsoIndexes}
          onChange={({ detail }) => setAlsoIndexes(detail.checked)}
          description="A switch from on-demand to provisioned always does this."
        >
          Use the same read/write capacity settings for all global secondary indexes
        </Checkbox>
      )}
      <CalculatorSection
        onUse={
          isProvisioned
            ? ({ read, write }) =>
                setCapacity({ ...capacity, read: String(read), write: String(write) })
            : undefined
        }
      />
    </FormDialog>
  );
}
