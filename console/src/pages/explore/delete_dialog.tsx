/** Deletes the selected items. */

import Box from "@cloudscape-design/components/box";
import { useState } from "react";
import { useClients } from "@/aws/queries";
import { showMessage } from "@/frame/messages";
import { keyValues } from "@/items/changes";
import { itemToWire } from "@/items/wire";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import type { DialogProperties } from "./action_dialog";
import { forEach } from "./each";
import { Failures, whyText } from "./failures";
import type { FailedLine } from "./failures";
import { keyLabel } from "./read_page";

export function DeleteDialog({ exploring, onClose }: DialogProperties) {
  const { items } = useClients();
  const { key, name, runner } = exploring;
  const [rows] = useState(exploring.selected);
  const [failed, setFailed] = useState<readonly FailedLine[]>([]);
  const [isRunning, setRunning] = useState(false);
  const count = `${String(rows.length)} ${rows.length === 1 ? "item" : "items"}`;
  const confirm = async () => {
    setRunning(true);
    const { done, failed: failures } = await forEach(
      rows,
      async ({ item }) => {
        await items.call("DeleteItem", { TableName: name, Key: itemToWire(keyValues(item, key)) });
      },
      () => {},
      new AbortController().signal,
    );
    const bad = new Set(failures.map(({ thing }) => thing.id));
    const gone = new Set(rows.filter(({ id }) => !bad.has(id)).map(({ id }) => id));
    runner.changeRows((all) => all.filter(({ id }) => !gone.has(id)));
    exploring.select(exploring.selected.filter(({ id }) => !gone.has(id)));
    setRunning(false);
    if (done > 0) {
      const what = `${String(done)} ${done === 1 ? "item was" : "items were"} deleted.`;
      showMessage({ type: "success", content: what });
    }
    if (failures.length === 0) return onClose();
    setFailed(
      failures.map(({ thing, error }) => ({
        what: keyLabel(thing.item, key),
        why: whyText(error),
      })),
    );
  };
  return (
    <ConfirmDialog
      title={`Delete ${count}`}
      action="Delete"
      isRunning={isRunning}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Box>
        Delete {count} of the table <strong>{name}</strong>? This cannot be undone.
      </Box>
      <Failures title="Not deleted" lines={failed} />
    </ConfirmDialog>
  );
}
