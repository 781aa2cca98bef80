/** What is exported, and how the files are written. */

import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { UtcFields } from "@/parts/utc_fields";
import { EXPORT_FORMATS, VIEWS } from "@/transfers/words";
import { Choice } from "@/parts/choice";
import type { ExportDraft, ExportErrors } from "./request";

const TYPES = [
  {
    value: "FULL_EXPORT",
    label: "Full export",
    description: "All items of the table as they were at a second.",
  },
  {
    value: "INCREMENTAL_EXPORT",
    label: "Incremental export",
    description: "The items that were changed in a period of 15 minutes to 24 hours.",
  },
] as const;
const ENCRYPTIONS = [
  {
    value: "AES256",
    label: "Amazon S3 key (SSE-S3)",
    description: "The key that the S3 server has for all objects.",
  },
  {
    value: "KMS",
    label: "AWS KMS key (SSE-KMS)",
    description: "A key of the S3 server that you choose.",
  },
] as const;

interface Properties {
  readonly draft: ExportDraft;
  readonly onChange: (draft: ExportDraft) => void;
  readonly errors: ExportErrors;
}

export function ExportSettings({ draft, onChange, errors }: Properties) {
  const set = (change: Partial<ExportDraft>) => onChange({ ...draft, ...change });
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Export settings</Header>}>
        <SpaceBetween size="m">
          <Choice
            label="Export type"
            options={TYPES}
            value={draft.type}
            onChange={(type) => set({ type })}
          />
          {draft.type === "FULL_EXPORT" ? (
            <Moment draft={draft} onChange={onChange} errors={errors} />
          ) : (
            <Period draft={draft} onChange={onChange} errors={errors} />
          )}
          <Choice
            label="Exported file format"
            options={EXPORT_FORMATS}
            value={draft.format}
            onChange={(format) => set({ format })}
          />
        </SpaceBetween>
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            description="It is passed on to the S3 server. A bucket that is a folder is as safe as its disk."
          >
            Encryption of the files
          </Header>
        }
      >
        <SpaceBetween size="m">
          <Choice
            label="Encryption key type"
            options={ENCRYPTIONS}
            value={draft.encryption}
            onChange={(encryption) => set({ encryption })}
          />
          {draft.encryption === "KMS" && (
            <FormField
              label="KMS key ID or ARN - optional"
              description="Empty: the key that the S3 server has for this purpose."
            >
              <Input
                value={draft.key}
                spellcheck={false}
                onChange={({ detail }) => set({ key: detail.value })}
              />
            </FormField>
          )}
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

function Moment({ draft, onChange, errors }: Properties) {
  return (
    <SpaceBetween size="m">
      <FormField label="Export point in time">
        <RadioGroup
          value={draft.isOfNow ? "now" : "earlier"}
          items={[
            { value: "now", label: "Current time" },
            {
              value: "earlier",
              label: "Export from an earlier point in time",
              description: "The files have every change of that second, and none after it.",
            },
          ]}
          onChange={({ detail }) => onChange({ ...draft, isOfNow: detail.value === "now" })}
        />
      </FormField>
      {!draft.isOfNow && (
        <UtcFields
          what="Export"
          value={draft.moment}
          onChange={(moment) => onChange({ ...draft, moment })}
          error={errors.moment}
        />
      )}
    </SpaceBetween>
  );
}

function Period({ draft, onChange, errors }: Properties) {
  return (
    <SpaceBetween size="m">
      <UtcFields
        what="Start"
        value={draft.from}
        onChange={(from) => onChange({ ...draft, from })}
        error={errors.from}
      />
      <FormField label="End of the export period">
        <RadioGroup
          value={draft.isUntilNow ? "now" : "earlier"}
          items={[
            { value: "now", label: "Current time" },
            {
              value: "earlier",
              label: "Date and time",
              description: "Changes at this second or later are not part of the export.",
            },
          ]}
          onChange={({ detail }) => onChange({ ...draft, isUntilNow: detail.value === "now" })}
        />
      </FormField>
      {!draft.isUntilNow && (
        <UtcFields
          what="End"
          value={draft.to}
          onChange={(to) => onChange({ ...draft, to })}
          error={errors.to}
        />
      )}
      <Choice
        label="Export view type"
        options={VIEWS}
        value={draft.view}
        onChange={(view) => onChange({ ...draft, view })}
      />
    </SpaceBetween>
  );
}
