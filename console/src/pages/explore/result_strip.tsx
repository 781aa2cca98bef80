/** What a run returned and what it cost. */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { describeFailure } from "@/aws/failure";
import type { Estimate, TableClass } from "@/items/cost";
import { dollars, dollarsPerDay, dollarText, PRICES_OF } from "@/items/cost";
import { countText } from "@/parts/amounts";
import type { Run } from "./use_run";

interface StripProperties {
  readonly run: Run | undefined;
  readonly error: unknown;
  readonly onDismiss: () => void;
}

/** Green with the figures of the run, or red with the error of the service. */
export function ResultStrip({ run, error, onDismiss }: StripProperties) {
  if (error !== undefined) {
    return (
      <Alert
        type="error"
        header="Failed"
        dismissible
        dismissAriaLabel="Close the result"
        onDismiss={onDismiss}
        {...describeFailureOf(error)}
      />
    );
  }
  if (run === undefined) return null;
  const returned = run.rows.length;
  const efficiency = run.scanned === 0 ? 100 : (returned / run.scanned) * 100;
  const figures = [
    `Items returned: ${countText(returned)}`,
    `Items scanned: ${countText(run.scanned)}`,
    `Efficiency: ${String(Number(efficiency.toFixed(2)))}%`,
    ...(run.request.operation === "SearchVectors"
      ? []
      : [`RCUs consumed: ${run.units.toLocaleString("en-US")}`]),
  ];
  return (
    <Alert type="success" dismissible dismissAriaLabel="Close the result" onDismiss={onDismiss}>
      <strong>Completed</strong> · {figures.join(" · ")}
    </Alert>
  );
}

function describeFailureOf(error: unknown) {
  const { content, action } = describeFailure(error);
  return { children: content, ...(action === undefined ? {} : { action }) };
}

interface CostProperties {
  readonly run: Run | undefined;
  readonly before: Estimate;
  readonly isScan: boolean;
  readonly tableClass: TableClass;
}

/** "Cost of this query": before a run an estimate, afterwards what was used. */
export function Cost({ run, before, isScan, tableClass }: CostProperties) {
  const [perSecond, setPerSecond] = useState("1");
  const amount = (units: number | undefined) =>
    units === undefined
      ? "not known"
      : `${units.toLocaleString("en-US")} units (${dollarText(dollars(units, tableClass))})`;
  const rate = Number(perSecond);
  const units = run?.units ?? before.page;
  return (
    <ExpandableSection headerText="Cost of this query" variant="footer">
      <SpaceBetween size="s">
        <Box>
          Before: the first page reads about {amount(before.page)}
          {isScan ? "; to the end of the table or index " : "; at most "}
          {amount(before.whole)}. The estimate comes from the size and the number of items that
          DescribeTable reports.
        </Box>
        {run && <Box>Afterwards: this run used {amount(run.units)}.</Box>}
        <FormField label="Such reads in each second">
          <Input
            type="number"
            value={perSecond}
            onChange={({ detail }) => setPerSecond(detail.value)}
          />
        </FormField>
        {units !== undefined && Number.isFinite(rate) && rate >= 0 && (
          <Box>
            At {rate.toLocaleString("en-US")} per second:{" "}
            <strong>{dollarText(dollarsPerDay(units, rate, tableClass))}</strong> per day.
          </Box>
        )}
        <Box color="text-body-secondary" fontSize="body-s">
          Money is what AWS would charge by its {PRICES_OF}. Jedlik charges nothing.
        </Box>
      </SpaceBetween>
    </ExpandableSection>
  );
}

/** Warns about reading everything. */
export function ScanWarning({ before, tableClass }: Pick<CostProperties, "before" | "tableClass">) {
  const { whole } = before;
  return (
    <StatusIndicator type="warning">
      A scan reads every item, whatever the filter
      {whole === undefined
        ? "."
        : `: to the end about ${whole.toLocaleString("en-US")} units (${dollarText(dollars(whole, tableClass))}).`}
    </StatusIndicator>
  );
}
