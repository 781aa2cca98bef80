/** A second of UTC as two fields: a day and a time. */

import ColumnLayout from "@cloudscape-design/components/column-layout";
import DateInput from "@cloudscape-design/components/date-input";
import FormField from "@cloudscape-design/components/form-field";
import TimeInput from "@cloudscape-design/components/time-input";
import { fieldsOf } from "@/pages/table/ttl_preview";

export interface UtcDraft {
  readonly day: string;
  readonly time: string;
}

interface Properties {
  /** What the fields are about, for their labels: "Restore". */
  readonly what: string;
  readonly value: UtcDraft;
  readonly onChange: (value: UtcDraft) => void;
  readonly error: string | undefined;
}

export function UtcFields({ what, value, onChange, error }: Properties) {
  return (
    <ColumnLayout columns={3}>
      <FormField label={`${what} date (UTC)`} errorText={error}>
        <DateInput
          value={value.day}
          placeholder="YYYY/MM/DD"
          onChange={({ detail }) => onChange({ day: detail.value, time: value.time })}
        />
      </FormField>
      <FormField label={`${what} time (UTC)`}>
        <TimeInput
          value={value.time}
          placeholder="hh:mm:ss"
          onChange={({ detail }) => onChange({ day: value.day, time: detail.value })}
        />
      </FormField>
    </ColumnLayout>
  );
}

/** "2026-11-30 18:20:57 UTC", as the fields have it. */
export function utcText(time: Date | undefined): string {
  if (time === undefined) return "-";
  const fields = fieldsOf(time);
  return `${fields.day} ${fields.time} UTC`;
}
