/** Shows how many items changed when, around the chosen second, and lets the user choose from it. */

import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { isNarrow } from "@/frame/navigation_drawer";
import { useRead } from "@/aws/queries";
import { countText } from "@/parts/amounts";
import type { Answer, Count, Period, Window } from "./change_counts";
import { finerThan, PERIODS, readCounts, secondText, totalOf, windowAround } from "./change_counts";
import "./restore.css";

interface Properties {
  readonly table: string;
  /** The chosen second of Unix time. */
  readonly second: number;
  readonly onChoose: (second: number) => void;
}

const MINUTE = PERIODS[2];

export function ChangesPanel({ table, second, onChoose }: Properties) {
  const [period, setPeriod] = useState<Period>(MINUTE);
  const [center, setCenter] = useState(second);
  const window = windowAround(center, period);
  const counts = useCounts(table, window, period);
  const step = (window.to - window.from) / 2;
  return (
    <SpaceBetween size="s">
      <SpaceBetween direction="horizontal" size="s" alignItems="end">
        <FormField label={isNarrow() ? undefined : "Changes in each"}>
          <SegmentedControl
            label="Changes in each"
            selectedId={period.text}
            options={PERIODS.map(({ text }) => ({ id: text, text }))}
            onChange={({ detail }) => {
              setPeriod(PERIODS.find(({ text }) => text === detail.selectedId) ?? MINUTE);
            }}
          />
        </FormField>
        <Button formAction="none" iconName="angle-left" onClick={() => setCenter(center - step)}>
          Earlier
        </Button>
        <Button formAction="none" iconName="angle-right" onClick={() => setCenter(center + step)}>
          Later
        </Button>
        <Button formAction="none" disabled={center === second} onClick={() => setCenter(second)}>
          Around the restore point
        </Button>
      </SpaceBetween>
      <Box color="text-body-secondary">
        From {secondText(window.from)} to {secondText(window.to)} UTC
      </Box>
      <Failure of={counts.error} />
      {counts.data?.isPartial && (
        <Alert type="info">
          This window has more changes than are counted at once. The newest ones are shown. Choose a
          shorter time.
        </Alert>
      )}
      {counts.isLoading && <Spinner />}
      {counts.data && (
        <CountTable
          counts={counts.data.counts}
          period={period}
          onChoose={onChoose}
          onZoom={(start, finer) => {
            setPeriod(finer);
            setCenter(start + period.seconds / 2);
          }}
        />
      )}
    </SpaceBetween>
  );
}

function useCounts(table: string, { from, to }: Window, period: Period) {
  const input = { TableName: table, FromTime: from, ToTime: to, Period: period.seconds };
  return useRead(["GetChangeCounts", input], ({ jedlik }) =>
    readCounts((start) => jedlik.call<Answer>("GetChangeCounts", { ...input, NextToken: start })),
  );
}

interface CountTableProperties {
  readonly counts: readonly Count[];
  readonly period: Period;
  readonly onChoose: (second: number) => void;
  readonly onZoom: (start: number, finer: Period) => void;
}

function CountTable({ counts, period, onChoose, onZoom }: CountTableProperties) {
  const most = Math.max(...counts.map(totalOf), 1);
  const finer = finerThan(period);
  return (
    <div className="jedlik-counts">
      <Table<Count>
        variant="embedded"
        items={counts}
        trackBy={({ start }) => String(start)}
        ariaLabels={{ tableLabel: "What changed when" }}
        empty={<Box textAlign="center">Nothing changed in this time.</Box>}
        columnDefinitions={[
          {
            id: "start",
            header: `${period.text} (UTC)`,
            cell: ({ start }) => secondText(start),
            isRowHeader: true,
          },
          { id: "created", header: "Created", cell: ({ created }) => countText(created) },
          { id: "changed", header: "Changed", cell: ({ changed }) => countText(changed) },
          { id: "deleted", header: "Deleted", cell: ({ deleted }) => countText(deleted) },
          {
            id: "bar",
            header: "Share",
            cell: (count) => <progress max={most} value={totalOf(count)} aria-label="Share" />,
          },
          {
            id: "choose",
            header: "Restore point",
            cell: ({ start }) => (
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  variant="inline-link"
                  formAction="none"
                  ariaLabel={`Restore to before ${secondText(start)}`}
                  onClick={() => onChoose(start - 1)}
                >
                  Before
                </Button>
                <Button
                  variant="inline-link"
                  formAction="none"
                  ariaLabel={`Restore to the end of the ${period.text.toLowerCase()} of ${secondText(start)}`}
                  onClick={() => onChoose(start + period.seconds - 1)}
                >
                  After
                </Button>
                {finer && (
                  <Button
                    variant="inline-link"
                    formAction="none"
                    ariaLabel={`Show ${secondText(start)} by ${finer.text.toLowerCase()}`}
                    onClick={() => onZoom(start, finer)}
                  >
                    By {finer.text.toLowerCase()}
                  </Button>
                )}
              </SpaceBetween>
            ),
          },
        ]}
      />
    </div>
  );
}
