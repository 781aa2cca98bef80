/** Writes an earlier version of an item, if the item is still what the page shows. */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import type { ItemsClient } from "@/aws/items";
import { ApiError } from "@/aws/json_client";
import { useWrite } from "@/aws/queries";
import { showMessage } from "@/frame/messages";
import type { Write } from "@/items/changes";
import { replaceOf } from "@/items/changes";
import type { KeyAttribute } from "@/items/sources";
import type { Item } from "@/items/value";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { keyLabel } from "../explore/read_page";
import { useReturn } from "../item/use_return";
import { Differences } from "./comparison";
import type { Version } from "./versions";
import { versionTime } from "./versions";

interface Properties {
  readonly name: string;
  readonly tableKey: readonly KeyAttribute[];
  readonly current: Version;
  /** A version that is no deletion. */
  readonly wanted: Version & { readonly item: Item };
  readonly onClose: () => void;
}

export function RestoreVersion({ name, tableKey, current, wanted, onClose }: Properties) {
  const { noteWrite } = useReturn(name);
  const write = replaceOf(name, tableKey, current.item, wanted.item);
  const restore = useWrite(({ items }) => wasWritten(items, write), {
    changes: ["GetItemHistory", "GetItem"],
    showsFailure: true,
    onSuccess: (isWritten) => {
      if (isWritten) noteWrite();
      showMessage(
        isWritten
          ? {
              type: "success",
              content: `The item ${keyLabel(wanted.item, tableKey)} is as it was then.`,
            }
          : {
              type: "error",
              content:
                "Another client changed the item meanwhile. Nothing was written. The newest version is shown now.",
            },
      );
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title="Restore this version?"
      action="Restore this version"
      onConfirm={() => restore.mutate(undefined)}
      onClose={onClose}
      isRunning={restore.isPending}
      error={restore.error}
    >
      <Box>
        The item {keyLabel(wanted.item, tableKey)} is written as it was{" "}
        {wanted.time ? `after the change of ${versionTime(wanted)}` : "when the history began"},
        unless another client changes it before. What it is now stays in the history.
      </Box>
      {current.isExpiry && (
        <Alert type="warning">
          Time to live deleted this item. It will delete it again, unless you change the attribute
          with the time.
        </Alert>
      )}
      {write.unchecked.length > 0 && (
        <Alert type="warning">
          The item has more attributes than one write can check. {write.unchecked.length} of them
          are not checked.
        </Alert>
      )}
      <Differences before={current.item} after={wanted.item} />
    </ConfirmDialog>
  );
}

/** Whether the version was written. Otherwise another client changed the item meanwhile. */
async function wasWritten(items: ItemsClient, write: Write): Promise<boolean> {
  try {
    await items.call(write.operation, write.input);
    return true;
  } catch (thrown) {
    const isLost = thrown instanceof ApiError && thrown.name === "ConditionalCheckFailedException";
    if (!isLost) throw thrown;
    return false;
  }
}
