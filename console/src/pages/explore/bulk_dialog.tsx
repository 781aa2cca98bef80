/** Bulk edit: sets or removes an attribute of all results, with preview, progress, stop and undo. */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { countText } from "@/parts/amounts";
import type { DialogProperties } from "./action_dialog";
import type { BulkForm } from "./bulk_form";
import { BulkFields, EMPTY_BULK, readBulk } from "./bulk_form";
import { BulkPreview } from "./bulk_preview";
import { Failures, whyText } from "./failures";
import { keyLabel } from "./read_page";
import type { Bulk } from "./use_bulk";
import { useBulk } from "./use_bulk";

export function BulkDialog({ exploring, onClose }: DialogProperties) {
  const [form, setForm] = useState<BulkForm>(EMPTY_BULK);
  const { change, problems } = readBulk(form, exploring);
  const bulk = useBulk(exploring);
  const { step } = bulk;
  return (
    <Modal
      visible
      size="large"
      header="Change an attribute of all results"
      onDismiss={() => {
        bulk.stop();
        onClose();
      }}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={bulk.isBusy ? bulk.stop : onClose}>
              {bulk.isBusy ? "Stop" : "Close"}
            </Button>
            {step === "form" && (
              <Button
                variant="primary"
                disabled={change === undefined}
                loading={bulk.isBusy}
                onClick={() => void bulk.preview()}
              >
                Preview
              </Button>
            )}
            {step === "preview" && <Button onClick={bulk.back}>Back</Button>}
            {step === "preview" && change && (
              <Button variant="primary" onClick={() => void bulk.apply(change)}>
                Change {countText(bulk.rows.length)} items
              </Button>
            )}
            {step === "done" && change && bulk.made.length > 0 && (
              <Button loading={bulk.isBusy} onClick={() => void bulk.undo(change)}>
                Undo
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {step === "form" && <BulkFields form={form} problems={problems} onChange={setForm} />}
        {step === "form" && bulk.isBusy && (
          <Box>Reading all results: {countText(bulk.readCount)} items.</Box>
        )}
        {step === "preview" && change && (
          <BulkPreview rows={bulk.rows} change={change} tableKey={exploring.key} />
        )}
        {(step === "done" || step === "undone") && <Report bulk={bulk} exploring={exploring} />}
        <Failure of={bulk.error} />
      </SpaceBetween>
    </Modal>
  );
}

interface ReportProperties {
  readonly bulk: Bulk;
  readonly exploring: DialogProperties["exploring"];
}

function Report({ bulk, exploring }: ReportProperties) {
  const { progress, total, step, isBusy } = bulk;
  const count = progress.done + progress.failed.length;
  const verb = step === "done" ? "changed" : "given back their old values";
  const failures = progress.failed.map(({ thing, error }) => ({
    what: keyLabel(thing.item, exploring.key),
    why: whyText(error),
  }));
  return (
    <SpaceBetween size="m">
      {isBusy ? (
        <ProgressBar
          label={step === "done" ? "Changing items" : "Undoing"}
          value={total === 0 ? 100 : (count / total) * 100}
          additionalInfo={`${countText(count)} of ${countText(total)}`}
        />
      ) : (
        <Alert type={count === total && failures.length === 0 ? "success" : "warning"}>
          {countText(progress.done)} of {countText(total)} items were {verb}.
          {step === "done" && bulk.made.length > 0 && (
            <> You can undo this until you close this dialog.</>
          )}
        </Alert>
      )}
      <Failures title="Items that failed" lines={failures} />
    </SpaceBetween>
  );
}
