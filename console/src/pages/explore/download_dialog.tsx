/** Reads a query to its end and downloads all results. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { usePreference } from "@/frame/preferences";
import { itemsToCsv } from "@/items/item_csv";
import { itemsToJson } from "@/items/item_files";
import { countText } from "@/parts/amounts";
import type { DialogProperties } from "./action_dialog";
import { download } from "./download";
import { useReadAll } from "./use_read_all";

export function DownloadDialog({
  exploring,
  isCsv,
  onClose,
}: DialogProperties & { readonly isCsv: boolean }) {
  const [marksFormulas] = usePreference("csv-marks-formulas", true);
  const [error, setError] = useState<unknown>();
  const { count, isReading, readAll, stop } = useReadAll(exploring.runner);
  const { name, key } = exploring;
  const begin = async () => {
    setError(undefined);
    try {
      const rows = await readAll();
      if (rows === undefined) return;
      const items = rows.map(({ item }) => item);
      const names = key.map((attribute) => attribute.name);
      if (isCsv) download(`${name}.csv`, "text/csv", itemsToCsv(items, names, marksFormulas));
      else download(`${name}.json`, "application/json", itemsToJson(items));
      onClose();
    } catch (thrown) {
      setError(thrown);
    }
  };
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button
          variant="link"
          onClick={() => {
            stop();
            if (!isReading) onClose();
          }}
        >
          {isReading ? "Stop" : "Cancel"}
        </Button>
        <Button variant="primary" loading={isReading} onClick={() => void begin()}>
          Download
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible header="Download all results" onDismiss={onClose} footer={footer}>
      <SpaceBetween size="m">
        <Box>
          The query is read to its end, and its items are held in this page until the file is
          written. {countText(exploring.runner.run?.rows.length)} items are loaded.
        </Box>
        {isReading && (
          <ProgressBar
            label="Reading"
            value={0}
            resultText=""
            additionalInfo={`${countText(count)} items are read.`}
          />
        )}
        <Failure of={error} />
      </SpaceBetween>
    </Modal>
  );
}
