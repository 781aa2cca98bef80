/** When backups are made. */

import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TimeInput from "@cloudscape-design/components/time-input";
import type { ReactNode } from "react";
import type { Frequency, Schedule } from "./schedule";
import { cronOf, DAYS, scheduleError, scheduleText, UTC, WEEKDAYS } from "./schedule";

// Source: AWS Backup Developer Guide, "Creating a backup plan": the frequencies of its console.
const FREQUENCIES: readonly { value: Frequency; label: string }[] = [
  { value: "hourly", label: "Hourly" },
  { value: "half-daily", label: "Every 12 hours" },
  { value: "daily", label: "Daily" },
  { value: "weekly", label: "Weekly" },
  { value: "monthly", label: "Monthly" },
  { value: "cron", label: "Custom cron expression" },
];
const DAYS_OF_MONTH = DAYS.map((value) => ({ value, label: value === "L" ? "Last day" : value }));
const DAYS_OF_WEEK = Object.entries(WEEKDAYS).map(([value, label]) => ({ value, label }));

interface Properties {
  readonly schedule: Schedule;
  readonly error: string | undefined;
  readonly onChange: (schedule: Schedule) => void;
}

export function ScheduleFields({ schedule, error, onChange }: Properties) {
  const set = (part: Partial<Schedule>) => onChange({ ...schedule, ...part });
  const { frequency } = schedule;
  return (
    <SpaceBetween size="m">
      <ColumnLayout columns={2}>
        <Options
          label="Backup frequency"
          options={FREQUENCIES}
          value={frequency}
          onChange={(value) => set({ frequency: value as Frequency })}
        />
        {frequency === "weekly" && (
          <Options
            label="Day of the week"
            options={DAYS_OF_WEEK}
            value={schedule.weekday}
            onChange={(weekday) => set({ weekday })}
          />
        )}
        {frequency === "monthly" && (
          <Options
            label="Day of the month"
            options={DAYS_OF_MONTH}
            value={schedule.day}
            onChange={(day) => set({ day })}
          />
        )}
        <TimeField schedule={schedule} set={set} error={error} />
        <Options
          label="Time zone"
          options={zones(schedule.zone)}
          value={schedule.zone}
          onChange={(zone) => set({ zone })}
        />
      </ColumnLayout>
      {error === undefined && scheduleError(schedule) === undefined && (
        <FormField label="Backups are made">
          {scheduleText(cronOf(schedule), schedule.zone)}
        </FormField>
      )}
    </SpaceBetween>
  );
}

interface TimeProperties {
  readonly schedule: Schedule;
  readonly set: (part: Partial<Schedule>) => void;
  readonly error: string | undefined;
}

function TimeField({ schedule, set, error }: TimeProperties): ReactNode {
  const { frequency } = schedule;
  if (frequency === "hourly") {
    return (
      <FormField label="Minute of the hour" errorText={error}>
        <Input value={schedule.minute} onChange={({ detail }) => set({ minute: detail.value })} />
      </FormField>
    );
  }
  if (frequency === "cron") {
    return (
      <FormField
        label="Cron expression"
        constraintText="cron(minutes hours day-of-month month day-of-week year)"
        errorText={error}
      >
        <Input
          value={schedule.cron}
          spellcheck={false}
          onChange={({ detail }) => set({ cron: detail.value })}
        />
      </FormField>
    );
  }
  return (
    <FormField label="Start time" errorText={error}>
      <TimeInput
        format="hh:mm"
        placeholder="hh:mm"
        value={schedule.time}
        onChange={({ detail }) => set({ time: detail.value })}
      />
    </FormField>
  );
}

interface OptionsProperties {
  readonly label: string;
  readonly options: readonly { value: string; label: string }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Options({ label, options, value, onChange }: OptionsProperties) {
  return (
    <FormField label={label}>
      <Select
        selectedOption={options.find((each) => each.value === value) ?? null}
        options={options}
        filteringType={options.length > DAYS_OF_MONTH.length ? "auto" : "none"}
        filteringAriaLabel="Find"
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? value)}
      />
    </FormField>
  );
}

/** UTC, the zone of the browser, and all others that it knows. */
function zones(chosen: string): { value: string; label: string }[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const names = new Set([UTC, chosen, own, ...Intl.supportedValuesOf("timeZone")]);
  return [...names].map((value) => ({ value, label: value === UTC ? "UTC" : value }));
}
