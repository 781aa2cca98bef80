/** The dialog that changes the class of a table. */

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { useState } from "react";
import { ClassFields } from "@/pages/create_table/class_fields";
import { FormDialog } from "@/parts/form_dialog";
import { useUpdate } from "./use_update";

interface Properties {
  readonly table: TableDescription;
  readonly onClose: () => void;
}

export function ClassDialog({ table, onClose }: Properties) {
  const present = table.TableClassSummary?.TableClass ?? "STANDARD";
  const [chosen, choose] = useState(present);
  const name = table.TableName ?? "";
  const update = useUpdate(name, `The class of ${name} was changed.`, onClose);
  return (
    <FormDialog
      title="Update table class"
      onSubmit={() => update.mutate({ TableClass: chosen })}
      onClose={onClose}
      isRunning={update.isPending}
      isReady={chosen !== present}
      error={update.error}
    >
      <ClassFields value={chosen} onChange={choose} />
    </FormDialog>
  );
}
