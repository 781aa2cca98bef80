/** Writes the items of a file that was downloaded here, or of another CSV or JSON file. */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FileUpload from "@cloudscape-design/components/file-upload";
import FormField from "@cloudscape-design/components/form-field";
import Modal from "@cloudscape-design/components/modal";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, useState } from "react";
import { useClients } from "@/aws/queries";
import type { ReadRow } from "@/items/item_csv";
import { countText } from "@/parts/amounts";
import type { DialogProperties } from "./action_dialog";
import type { Progress } from "./each";
import type { FailedLine } from "./failures";
import { Failures, whyText } from "./failures";
import type { UploadRow } from "./upload";
import { readFileRows, uploadRows } from "./upload";

interface Loaded {
  readonly file: File;
  readonly text: string;
}

export function UploadDialog({ exploring, onClose }: DialogProperties) {
  const { key } = exploring;
  const [loaded, setLoaded] = useState<Loaded>();
  const [removesMarks, setRemovesMarks] = useState(true);
  const [mode, setMode] = useState("keep");
  const { rows, problem } = readLoaded(loaded, key, removesMarks);
  const good = rows.flatMap(({ row, item }) => (item === undefined ? [] : [{ row, item }]));
  const upload = useUpload(exploring, good, mode === "replace");
  const unread = rows.flatMap(({ row, problem: why }): FailedLine[] =>
    why === undefined ? [] : [{ what: `Row ${String(row)}`, why }],
  );
  const failed = (upload.progress?.failed ?? []).map(({ thing, error }) => ({
    what: `Row ${String(thing.row)}`,
    why: whyText(error),
  }));
  return (
    <Modal
      visible
      size="large"
      header="Upload items from a file"
      onDismiss={onClose}
      footer={<Buttons upload={upload} count={good.length} onClose={onClose} />}
    >
      <SpaceBetween size="m">
        <FilePicker
          loaded={loaded}
          problem={problem}
          onLoad={(next) => {
            setLoaded(next);
            upload.forget();
          }}
        />
        <RadioGroup
          value={mode}
          ariaLabel="Items that exist"
          items={[
            { value: "keep", label: "Keep items that exist", description: "They are reported." },
            { value: "replace", label: "Replace items that exist" },
          ]}
          onChange={({ detail }) => setMode(detail.value)}
        />
        <Checkbox
          checked={removesMarks}
          description="Text that looks like a formula has a quotation mark in files that were written here."
          onChange={({ detail }) => setRemovesMarks(detail.checked)}
        >
          CSV: remove the marks of formulas
        </Checkbox>
        {loaded && problem === undefined && (
          <Box>
            {countText(good.length)} items can be written. {countText(unread.length)} rows cannot be
            read.
          </Box>
        )}
        {upload.progress && <Report upload={upload} total={good.length} />}
        <Failures title="Rows that cannot be read" lines={unread} />
        <Failures title="Rows that were not written" lines={failed} />
      </SpaceBetween>
    </Modal>
  );
}

function readLoaded(
  loaded: Loaded | undefined,
  key: DialogProperties["exploring"]["key"],
  removesMarks: boolean,
): { rows: readonly ReadRow[]; problem?: string } {
  if (loaded === undefined) return { rows: [] };
  try {
    return { rows: readFileRows(loaded.file.name, loaded.text, key, removesMarks) };
  } catch (thrown) {
    return { rows: [], problem: whyText(thrown) };
  }
}

interface PickerProperties {
  readonly loaded: Loaded | undefined;
  readonly problem: string | undefined;
  readonly onLoad: (loaded: Loaded | undefined) => void;
}

function FilePicker({ loaded, problem, onLoad }: PickerProperties) {
  const choose = async (file: File | undefined) =>
    onLoad(file && { file, text: await file.text() });
  return (
    <FormField label="File" description="CSV, or JSON in the form of DynamoDB." errorText={problem}>
      <FileUpload
        value={loaded ? [loaded.file] : []}
        accept=".csv,.json,.jsonl,.ndjson"
        showFileSize
        i18nStrings={{
          uploadButtonText: () => "Choose file",
          dropzoneText: () => "Drop the file here",
          removeFileAriaLabel: () => "Remove the file",
          limitShowFewer: "Show fewer files",
          limitShowMore: "Show more files",
          errorIconAriaLabel: "Error",
        }}
        onChange={({ detail }) => void choose(detail.value[0])}
      />
    </FormField>
  );
}

function useUpload(
  exploring: DialogProperties["exploring"],
  rows: readonly UploadRow[],
  replaces: boolean,
) {
  const { items } = useClients();
  const [progress, setProgress] = useState<Progress<UploadRow>>();
  const [isRunning, setRunning] = useState(false);
  const controller = useRef<AbortController | undefined>(undefined);
  const start = async () => {
    const current = new AbortController();
    controller.current = current;
    setRunning(true);
    const { name: tableName, key } = exploring;
    const upload = { tableName, key, replaces };
    setProgress(await uploadRows(items, upload, rows, setProgress, current.signal));
    setRunning(false);
    if (exploring.runner.run) await exploring.runAgain();
  };
  return {
    progress,
    isRunning,
    start,
    stop: () => controller.current?.abort(),
    forget: () => setProgress(undefined),
  };
}

interface ButtonsProperties {
  readonly upload: ReturnType<typeof useUpload>;
  readonly count: number;
  readonly onClose: () => void;
}

function Buttons({ upload, count, onClose }: ButtonsProperties) {
  return (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={upload.isRunning ? upload.stop : onClose}>
          {upload.isRunning ? "Stop" : "Close"}
        </Button>
        <Button
          variant="primary"
          disabled={count === 0 || upload.progress !== undefined}
          loading={upload.isRunning}
          onClick={() => void upload.start()}
        >
          Upload items
        </Button>
      </SpaceBetween>
    </Box>
  );
}

function Report({ upload, total }: { upload: ReturnType<typeof useUpload>; total: number }) {
  const { done = 0, failed = [] } = upload.progress ?? {};
  if (upload.isRunning) {
    return <ProgressBar label="Writing" value={((done + failed.length) / total) * 100} />;
  }
  return (
    <Alert type={failed.length === 0 && done === total ? "success" : "warning"}>
      {countText(done)} of {countText(total)} items were written.
    </Alert>
  );
}
