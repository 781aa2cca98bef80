/** Deletes the selected items. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { useClients } from "@/aws/queries";
import { isRecoveryOn, useRecovery } from "@/backups/reads";
import { showMessage } from "@/frame/messages";
import { useRegion } from "@/frame/region";
import { keyValues } from "@/items/changes";
import { itemToWire } from "@/items/wire";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import type { DialogProperties } from "./action_dialog";
import { forEach } from "./each";
import { Failures, whyText } from "./failures";
import type { FailedLine } from "./failures";
import { keyLabel } from "./read_page";
import { itemHref } from "./use_exploring";

export function DeleteDialog({ exploring, onClose }: DialogProperties) {
  const { items } = useClients();
  const region = useRegion();
  const { key, name, runner } = exploring;
  const [rows] = useState(exploring.selected);
  const [failed, setFailed] = useState<readonly FailedLine[]>([]);
  const [isRunning, setRunning] = useState(false);
  const recovery = useRecovery(name);
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
      const [first] = rows.filter(({ id }) => gone.has(id));
      const href = first && itemHref(region, name, key, first.item, "history");
      const action = <Button href={href}>History of the item</Button>;
      showMessage({
        type: "success",
        content: what,
        ...(done === 1 && isRecoveryOn(recovery.data) && { action }),
      });
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
        Delete {count} of the table <strong>{name}</strong>? <WayBack recovery={recovery} />
      </Box>
      <Failures title="Not deleted" lines={failed} />
    </ConfirmDialog>
  );
}

/** Whether deleted items can come back, as far as the user may know it. */
function WayBack({ recovery }: { readonly recovery: ReturnType<typeof useRecovery> }) {
  if (recovery.isPending) return null;
  if (isRecoveryOn(recovery.data)) {
    return "Point-in-time recovery is on: the history of an item brings it back.";
  }
  if (recovery.error) return "Without point-in-time recovery this cannot be undone.";
  return "This cannot be undone: point-in-time recovery is off.";
}
