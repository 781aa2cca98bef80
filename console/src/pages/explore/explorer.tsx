/** The items of one table: the form, the result, and what can be done with it. */

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useEffect, useRef, useState } from "react";
import { linkTo } from "@/frame/address";
import { usePreference } from "@/frame/preferences";
import { useRegion } from "@/frame/region";
import { EmptyList } from "@/parts/empty_list";
import { Cost, ResultStrip, ScanWarning } from "./result_strip";
import { QueryFields } from "./query_form";
import { ResultGrid } from "./result_grid";
import type { ActionName } from "./actions";
import { Actions } from "./actions";
import { ActionDialog } from "./action_dialog";
import type { Exploring } from "./use_exploring";
import { useExploring } from "./use_exploring";

interface Properties {
  readonly table: TableDescription;
  readonly name: string;
}

export function Explorer({ table, name }: Properties) {
  const exploring = useExploring(table, name);
  const [action, setAction] = useState<ActionName>();
  const strip = useShownStrip(exploring.runner.run?.startedAt, exploring.runner.error);
  return (
    <SpaceBetween size="l">
      <Title name={name} />
      <FormCard exploring={exploring} />
      {!exploring.isStripClosed && (
        <div ref={strip}>
          <ResultStrip
            run={exploring.runner.isRunning ? undefined : exploring.runner.run}
            error={exploring.runner.error}
            onDismiss={exploring.closeStrip}
          />
        </div>
      )}
      <Result exploring={exploring} onAction={setAction} />
      {action !== undefined && (
        <ActionDialog action={action} exploring={exploring} onClose={() => setAction(undefined)} />
      )}
    </SpaceBetween>
  );
}

/** In a low window a result would be below what is shown, as if nothing had happened. */
function useShownStrip(startedAt: Date | undefined, error: unknown) {
  const strip = useRef<HTMLDivElement>(null);
  const last = useRef(startedAt);
  useEffect(() => {
    if (last.current === startedAt && error === undefined) return;
    last.current = startedAt;
    const place = strip.current?.getBoundingClientRect();
    if (place && place.bottom > window.innerHeight) {
      strip.current?.scrollIntoView({ block: "center" });
    }
  }, [startedAt, error]);
  return strip;
}

function Title({ name }: { readonly name: string }) {
  const region = useRegion();
  const [isPreviewing, setPreviewing] = usePreference("autopreview", false);
  return (
    <Header
      variant="h1"
      actions={
        <SpaceBetween direction="horizontal" size="m" alignItems="center">
          <Toggle checked={isPreviewing} onChange={({ detail }) => setPreviewing(detail.checked)}>
            Autopreview
          </Toggle>
          <Button href={linkTo(region, "tables", name)}>View table details</Button>
        </SpaceBetween>
      }
    >
      {name}
    </Header>
  );
}

function FormCard({ exploring }: { readonly exploring: Exploring }) {
  const { form, name, source, sources, problems, estimated, tableClass, runner } = exploring;
  return (
    <Container>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void exploring.run();
        }}
      >
        <ExpandableSection headerText="Scan or query items" defaultExpanded variant="default">
          <SpaceBetween size="m">
            <QueryFields
              tableName={name}
              form={form}
              source={source}
              sources={sources}
              problems={problems}
              onChange={exploring.change}
            />
            {form.operation === "scan" && (
              <ScanWarning before={estimated} tableClass={tableClass} />
            )}
          </SpaceBetween>
        </ExpandableSection>
        <SpaceBetween size="s">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="primary" formAction="submit" loading={runner.isRunning}>
              Run
            </Button>
            <Button formAction="none" onClick={exploring.reset}>
              Reset
            </Button>
          </SpaceBetween>
          {form.operation !== "search" && (
            <Cost
              run={runner.run}
              before={estimated}
              isScan={form.operation === "scan"}
              tableClass={tableClass}
            />
          )}
        </SpaceBetween>
      </form>
    </Container>
  );
}

interface ResultProperties {
  readonly exploring: Exploring;
  readonly onAction: (action: ActionName) => void;
}

function Result({ exploring, onAction }: ResultProperties) {
  const region = useRegion();
  const { name, runner, source } = exploring;
  const { run } = runner;
  const create = (
    <Button variant="primary" href={linkTo(region, "explore", name, "create-item")}>
      Create item
    </Button>
  );
  const actions = (
    <SpaceBetween direction="horizontal" size="xs">
      <Button
        iconName="refresh"
        ariaLabel="Run the query again"
        disabled={run === undefined}
        onClick={() => void exploring.runAgain()}
      />
      <Actions exploring={exploring} onAction={onAction} />
      {create}
    </SpaceBetween>
  );
  if (run === undefined) {
    return (
      <Container header={<Header actions={actions}>Items</Header>}>
        <EmptyList
          text="No query was run yet."
          action={<Button onClick={() => void exploring.run()}>Run the query</Button>}
          command={`aws dynamodb scan --table-name ${name} --max-items 50`}
        />
      </Container>
    );
  }
  const title = source.name === "" ? `Table: ${name}` : `Index: ${source.name}`;
  return (
    <ResultGrid
      title={title}
      run={run}
      isRunning={runner.isRunning}
      tableKey={exploring.key}
      source={source}
      pageIndex={exploring.pageIndex}
      preferences={exploring.preferences}
      onPreferences={exploring.setPreferences}
      onPage={(index) => void exploring.toPage(index)}
      selected={exploring.selected}
      onSelect={exploring.select}
      actions={actions}
      hrefOf={exploring.hrefOf}
      onSaveCell={exploring.saveCell}
    />
  );
}
