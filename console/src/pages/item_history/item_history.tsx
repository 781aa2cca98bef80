/** The versions of one item, also of one that was deleted, and the way back to one of them. */

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { Failure } from "@/aws/failure";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { itemAddress } from "@/frame/search/item_address";
import { keyOf } from "@/items/sources";
import type { Item } from "@/items/value";
import { EmptyList } from "@/parts/empty_list";
import { KeyForm } from "@/parts/key_form";
import { useTable } from "@/parts/use_table";
import { keyLabel } from "../explore/read_page";
import { itemHref } from "../explore/use_exploring";
import { keyOfAddress } from "../item/address_key";
import { useReturn } from "../item/use_return";
import { RecoveryDialog } from "../table/recovery_dialog";
import { Comparison } from "./comparison";
import { RestoreVersion } from "./restore_version";
import { useVersions } from "./use_versions";
import { VersionList } from "./version_list";
import type { Version } from "./versions";

export default function ItemHistory() {
  const { name = "" } = usePathNames();
  const { search } = useLocation();
  const { data: table, error } = useTable(name);
  if (table) return <Found key={search} table={table} name={name} search={search} />;
  return error ? <Failure of={error} /> : <Spinner size="large" />;
}

interface Properties {
  readonly table: TableDescription;
  readonly name: string;
}

function Found({ table, name, search }: Properties & { readonly search: string }) {
  const key = keyOrError(search, table);
  if (key instanceof Error) return <Failure of={key} />;
  if (key === undefined) return <AskForKey table={table} name={name} />;
  return <History table={table} name={name} itemKey={key} />;
}

function keyOrError(search: string, table: TableDescription): Item | undefined | Error {
  try {
    return keyOfAddress(search, keyOf(table));
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

function AskForKey({ table, name }: Properties) {
  const region = useRegion();
  const navigate = useNavigate();
  const key = keyOf(table);
  return (
    <ContentLayout
      header={
        <Header variant="h1" description="Also of an item that was deleted.">
          History of a key in {name}
        </Header>
      }
    >
      <Container>
        <KeyForm
          tableKey={key}
          action="Show history"
          onSubmit={(values) => void navigate(itemAddress(region, name, key, values, "history"))}
        />
      </Container>
    </ContentLayout>
  );
}

interface HistoryProperties extends Properties {
  readonly itemKey: Item;
}

function History({ table, name, itemKey }: HistoryProperties) {
  const key = keyOf(table);
  const reading = useVersions(name, itemKey);
  const [chosenId, choose] = useState<string>();
  const [isRestoring, restore] = useState(false);
  const versions = reading.found?.versions ?? [];
  // Of a deleted item, the first choice is what it was: that version can be restored.
  const first = versions[0]?.change === "REMOVE" ? versions.find(hasItem) : versions[0];
  const chosen = versions.find(({ id }) => id === chosenId) ?? first ?? versions[0];
  const [current] = versions;
  return (
    <ContentLayout header={<Title table={table} name={name} itemKey={itemKey} current={current} />}>
      <SpaceBetween size="l">
        {reading.error && (
          <NotRead name={name} error={reading.error} onTurnedOn={reading.readAgain} />
        )}
        {!reading.found && !reading.error && <Spinner size="large" />}
        {reading.found && !reading.error && (
          <VersionList
            reading={reading}
            found={reading.found}
            chosen={chosen}
            onChoose={({ id }) => choose(id)}
          />
        )}
        {chosen && !reading.error && (
          <Comparison versions={versions} chosen={chosen} onRestore={() => restore(true)} />
        )}
      </SpaceBetween>
      {isRestoring && current && chosen && hasItem(chosen) && (
        <RestoreVersion
          name={name}
          tableKey={key}
          current={current}
          wanted={chosen}
          onClose={() => restore(false)}
        />
      )}
    </ContentLayout>
  );
}

function hasItem(version: Version): version is Version & { readonly item: Item } {
  return version.item !== null;
}

function Title({
  table,
  name,
  itemKey,
  current,
}: HistoryProperties & { readonly current: Version | undefined }) {
  const region = useRegion();
  const { close } = useReturn(name);
  const key = keyOf(table);
  return (
    <Header
      variant="h1"
      description={`${name}: ${keyLabel(itemKey, key)}`}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={close}>Back to the items</Button>
          {current?.item && <Button href={itemHref(region, name, key, itemKey)}>Edit item</Button>}
        </SpaceBetween>
      }
    >
      Item history
    </Header>
  );
}

interface NotReadProperties {
  readonly name: string;
  readonly error: Error;
  readonly onTurnedOn: () => void;
}

/** Without point-in-time recovery there is no history: says how to turn it on. */
function NotRead({ name, error, onTurnedOn }: NotReadProperties) {
  const [isAsking, ask] = useState(false);
  if (error.name !== "PointInTimeRecoveryUnavailableException") return <Failure of={error} />;
  return (
    <Container>
      <EmptyList
        text="Nothing is stored yet that could show what an item was."
        needs="Point-in-time recovery stores each item as it was before each change. From when it is turned on, this page shows the versions of an item."
        action={<Button onClick={() => ask(true)}>Turn on point-in-time recovery</Button>}
        command={
          `aws dynamodb update-continuous-backups --table-name ${name} ` +
          "--point-in-time-recovery-specification PointInTimeRecoveryEnabled=true"
        }
      />
      {isAsking && (
        <RecoveryDialog
          table={name}
          isOn={false}
          days={undefined}
          onClose={() => {
            ask(false);
            onTurnedOn();
          }}
        />
      )}
    </Container>
  );
}
