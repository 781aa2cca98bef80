/** Shown when another client changed the item meanwhile: both versions side by side. */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { changesBetween } from "@/items/changes";
import { itemText } from "@/items/item_text";
import type { Item } from "@/items/value";
import "./item.css";

interface Properties {
  readonly before: Item;
  readonly mine: Item;
  /** The version in the table; null if the item was deleted. */
  readonly now: Item | null;
  readonly onClose: () => void;
  readonly onReload: (now: Item) => void;
  readonly onOverwrite: (now: Item) => void;
}

export function ConflictDialog(properties: Properties) {
  const { before, mine, now, onClose, onReload, onOverwrite } = properties;
  const theirs = changesBetween(before, now ?? new Map()).map(({ name }) => name);
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={onClose}>
          Back to my version
        </Button>
        {now && <Button onClick={() => onReload(now)}>Take the version of the table</Button>}
        {now && (
          <Button variant="primary" onClick={() => onOverwrite(now)}>
            Save my version
          </Button>
        )}
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal
      visible
      size="max"
      header="Another client changed this item"
      onDismiss={onClose}
      footer={footer}
    >
      <SpaceBetween size="m">
        <Alert type="warning">
          {now === null
            ? "The item was deleted meanwhile. Nothing was written. Copy your version from the JSON view to create it again."
            : `Nothing was written. Changed meanwhile: ${theirs.join(", ")}.`}
        </Alert>
        <div className="jedlik-versions">
          <Version title="Your version" item={mine} />
          {now && <Version title="Version of the table" item={now} />}
        </div>
      </SpaceBetween>
    </Modal>
  );
}

function Version({ title, item }: { readonly title: string; readonly item: Item }) {
  return (
    <section aria-label={title}>
      <Box variant="h3">{title}</Box>
      <pre className="jedlik-version" tabIndex={0} aria-label={title}>
        {itemText(item, "dynamodb")}
      </pre>
    </section>
  );
}
