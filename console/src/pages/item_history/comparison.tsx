/** In what the chosen version differs from another one. */

import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import type { Difference } from "@/items/differences";
import { differencesBetween, shortText } from "@/items/differences";
import { itemText } from "@/items/item_text";
import type { Item, Value } from "@/items/value";
import { cut } from "@/pages/table/value_text";
import type { Version } from "./versions";
import { versionTime } from "./versions";
import "../item/item.css";

const BEFORE = "before";
const NO_ATTRIBUTES: Item = new Map();
const SHOWN_MAX = 500;
/** Wide enough for a long text in a narrow window, where the table scrolls. */
const VALUE = { width: "30%", minWidth: 220, verticalAlign: "top" } as const;

interface Properties {
  readonly versions: readonly Version[];
  readonly chosen: Version;
  readonly onRestore: () => void;
}

export function Comparison({ versions, chosen, onRestore }: Properties) {
  const [other, setOther] = useState(BEFORE);
  const at = versions.indexOf(chosen);
  const compared = other === BEFORE ? versions[at + 1] : versions.find(({ id }) => id === other);
  const options = [
    { value: BEFORE, label: "The version before it" },
    ...versions.map((each, index) => ({
      value: each.id,
      label: versionTime(each) + (index === 0 ? " (current)" : ""),
      disabled: each === chosen,
    })),
  ];
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button disabled={at === 0 || chosen.item === null} onClick={onRestore}>
              Restore this version
            </Button>
          }
        >
          {chosen.time ? `Version of ${versionTime(chosen)}` : "Version before the history begins"}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField label="Compared with">
          <Select
            selectedOption={options.find(({ value }) => value === other) ?? options[0] ?? null}
            options={options}
            onChange={({ detail }) => setOther(detail.selectedOption.value ?? BEFORE)}
          />
        </FormField>
        {compared === undefined && chosen.change !== "INSERT" ? (
          <Box>The history has no version before this one.</Box>
        ) : (
          <Differences before={compared?.item ?? null} after={chosen.item} />
        )}
        {chosen.item !== null && (
          <ExpandableSection headerText="The whole item as DynamoDB JSON">
            <pre className="jedlik-version" tabIndex={0} aria-label="The item as DynamoDB JSON">
              {itemText(chosen.item, "dynamodb")}
            </pre>
          </ExpandableSection>
        )}
      </SpaceBetween>
    </Container>
  );
}

interface DifferencesProperties {
  /** Null: there was no item. */
  readonly before: Item | null;
  readonly after: Item | null;
}

export function Differences({ before, after }: DifferencesProperties) {
  const found = differencesBetween(before ?? NO_ATTRIBUTES, after ?? NO_ATTRIBUTES);
  const show = (value: Value | undefined) => (value ? cut(shortText(value)) : "-");
  return (
    <Table<Difference>
      variant="embedded"
      wrapLines
      items={found.slice(0, SHOWN_MAX)}
      trackBy="path"
      ariaLabels={{ tableLabel: "Differences" }}
      empty={<Box textAlign="center">The two are the same.</Box>}
      footer={
        found.length > SHOWN_MAX && (
          <Box color="text-body-secondary">
            Only the first {SHOWN_MAX} of {found.length} differences are shown.
          </Box>
        )
      }
      columnDefinitions={[
        {
          id: "path",
          header: "Attribute",
          cell: ({ path }) => path,
          isRowHeader: true,
          width: "24%",
          minWidth: 130,
          verticalAlign: "top",
        },
        {
          id: "kind",
          header: "Difference",
          cell: Kind,
          width: "16%",
          minWidth: 110,
          verticalAlign: "top",
        },
        { id: "before", header: "Before", cell: (each) => show(each.before), ...VALUE },
        { id: "after", header: "In this version", cell: (each) => show(each.after), ...VALUE },
      ]}
    />
  );
}

const KINDS = {
  added: ["green", "Added"],
  changed: ["blue", "Changed"],
  removed: ["red", "Removed"],
} as const;

function Kind({ kind }: Difference) {
  const [color, text] = KINDS[kind];
  return <Badge color={color}>{text}</Badge>;
}
