/** The versions of an item as a list, of which one is chosen. */

import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { countText, timeText } from "@/parts/amounts";
import type { Reading } from "./use_versions";
import type { Version, Versions } from "./versions";
import { changedText, kindText, versionTime } from "./versions";

const COLORS = { INSERT: "green", MODIFY: "blue", REMOVE: "red" } as const;

interface Properties {
  readonly reading: Reading;
  readonly found: Versions;
  readonly chosen: Version | undefined;
  readonly onChoose: (version: Version) => void;
}

export function VersionList({ reading, found, chosen, onChoose }: Properties) {
  const { versions } = found;
  const olderThan = (version: Version) => versions[versions.indexOf(version) + 1];
  return (
    <Table<Version>
      items={versions}
      trackBy="id"
      wrapLines
      selectionType="single"
      selectedItems={chosen ? [chosen] : []}
      onSelectionChange={({ detail }) => {
        const [selected] = detail.selectedItems;
        if (selected) onChoose(selected);
      }}
      onRowClick={({ detail }) => onChoose(detail.item)}
      ariaLabels={{
        tableLabel: "Versions",
        selectionGroupLabel: "Choice of a version",
        itemSelectionLabel: (_, version) => `Choose the version of ${versionTime(version)}`,
      }}
      header={<ListHeader reading={reading} found={found} />}
      empty={<Nothing found={found} />}
      footer={<Older reading={reading} found={found} />}
      columnDefinitions={[
        {
          id: "time",
          header: "Time",
          cell: versionTime,
          isRowHeader: true,
          width: "32%",
          minWidth: 150,
        },
        {
          id: "change",
          header: "Change",
          cell: (version) => (
            <Badge color={version.change ? COLORS[version.change] : "grey"}>
              {kindText(version)}
            </Badge>
          ),
          width: "22%",
        },
        {
          id: "attributes",
          header: "Changed attributes",
          cell: (version) => changedText(version, olderThan(version)),
        },
      ]}
    />
  );
}

function ListHeader({ reading, found }: Pick<Properties, "reading" | "found">) {
  const { versions, next } = found;
  return (
    <Header
      variant="h2"
      counter={`(${String(versions.length)}${next === undefined ? "" : "+"})`}
      description={`The history begins at ${timeText(found.beginsAt)}.`}
      actions={
        <Button
          iconName="refresh"
          ariaLabel="Read the versions again"
          loading={reading.isReading}
          onClick={reading.readAgain}
        />
      }
    >
      Versions
    </Header>
  );
}

function Nothing({ found }: { readonly found: Versions }) {
  return (
    <Box textAlign="center" padding="s">
      {found.next === undefined
        ? "The history has no item with this key."
        : "No version was found yet."}
    </Box>
  );
}

function Older({ reading, found }: Pick<Properties, "reading" | "found">) {
  if (found.next === undefined) return null;
  return (
    <SpaceBetween direction="horizontal" size="s" alignItems="center">
      <Button loading={reading.isReading} onClick={reading.readOlder}>
        Search further back
      </Button>
      <Box color="text-body-secondary" fontSize="body-s">
        {countText(found.scanned)} changes of the table were searched.
      </Box>
    </SpaceBetween>
  );
}
