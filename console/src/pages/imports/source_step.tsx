/** Step 1 of an import: what is read, and in which form it is written. */

import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Choice } from "@/parts/choice";
import { OwnerField } from "@/transfers/owner_field";
import { isFolderOfExport, s3Address } from "@/transfers/s3_address";
import { COMPRESSIONS, FORMATS } from "@/transfers/words";
import type { SourceDraft, SourceErrors } from "./source";
import { DELIMITERS } from "./source";

interface Properties {
  readonly source: SourceDraft;
  readonly onChange: (source: SourceDraft) => void;
  readonly errors: SourceErrors;
}

export function SourceStep({ source, onChange, errors }: Properties) {
  const set = (change: Partial<SourceDraft>) => onChange({ ...source, ...change });
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Source</Header>}>
        <SpaceBetween size="m">
          <UrlField value={source.url} onChange={(url) => set({ url })} error={errors.url} />
          <OwnerField
            owner={source.owner}
            onChange={(owner) => set({ owner })}
            error={errors.owner}
          />
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Files</Header>}>
        <SpaceBetween size="m">
          <Choice
            label="Import file compression"
            options={COMPRESSIONS}
            value={source.compression}
            onChange={(compression) => set({ compression })}
          />
          <Choice
            label="Import file format"
            options={FORMATS}
            value={source.format}
            onChange={(format) => set({ format })}
          />
          {source.format === "CSV" && <Csv source={source} onChange={onChange} errors={errors} />}
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

interface UrlProperties {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

function UrlField({ value, onChange, error }: UrlProperties) {
  const address = s3Address(value);
  const isExport = address !== undefined && isFolderOfExport(address);
  return (
    <FormField
      label="Source S3 URL"
      description="All objects whose keys begin with the prefix are imported. The items of an export are in its folder data/."
      constraintText="Format: s3://bucket/prefix"
      errorText={error}
      warningText={
        isExport &&
        error === undefined &&
        "This is the folder of an export. The manifests in it are no items: add /data/ to the address."
      }
    >
      <Input
        value={value}
        placeholder="s3://bucket/prefix"
        spellcheck={false}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}

function Csv({ source, onChange, errors }: Properties) {
  return (
    <SpaceBetween size="m">
      <FormField label="CSV header">
        <RadioGroup
          value={source.hasHeader ? "first" : "own"}
          items={[
            {
              value: "first",
              label: "Use the first line of the file",
              description: "It has the names of the columns.",
            },
            {
              value: "own",
              label: "Customize your headers",
              description: "The first line of the file is an item, too.",
            },
          ]}
          onChange={({ detail }) => onChange({ ...source, hasHeader: detail.value === "first" })}
        />
      </FormField>
      {!source.hasHeader && (
        <FormField
          label="Names of the columns"
          constraintText="With commas between them, in the order of the columns."
          errorText={errors.header}
        >
          <Input
            value={source.header}
            placeholder="Artist, Title, Year"
            spellcheck={false}
            onChange={({ detail }) => onChange({ ...source, header: detail.value })}
          />
        </FormField>
      )}
      <FormField
        label="CSV delimiter character"
        description="Columns that are keys get the type of the key. All others become strings."
      >
        <Select
          selectedOption={DELIMITERS.find(({ value }) => value === source.delimiter) ?? null}
          options={DELIMITERS}
          onChange={({ detail }) =>
            onChange({ ...source, delimiter: detail.selectedOption.value ?? "," })
          }
        />
      </FormField>
    </SpaceBetween>
  );
}
