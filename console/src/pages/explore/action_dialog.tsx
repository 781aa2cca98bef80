/** The dialog of an action. */

import type { ActionName } from "./actions";
import { BulkDialog } from "./bulk_dialog";
import { CodeDialog } from "./code_dialog";
import { DeleteDialog } from "./delete_dialog";
import { DownloadDialog } from "./download_dialog";
import { UploadDialog } from "./upload_dialog";
import type { Exploring } from "./use_exploring";

export interface DialogProperties {
  readonly exploring: Exploring;
  readonly onClose: () => void;
}

interface Properties extends DialogProperties {
  readonly action: ActionName;
}

export function ActionDialog({ action, exploring, onClose }: Properties) {
  switch (action) {
    case "delete":
      return <DeleteDialog exploring={exploring} onClose={onClose} />;
    case "bulk":
      return <BulkDialog exploring={exploring} onClose={onClose} />;
    case "upload":
      return <UploadDialog exploring={exploring} onClose={onClose} />;
    case "code":
      return <CodeDialog exploring={exploring} onClose={onClose} />;
    case "all-csv":
    case "all-json":
      return (
        <DownloadDialog exploring={exploring} isCsv={action === "all-csv"} onClose={onClose} />
      );
  }
}
