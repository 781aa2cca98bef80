/** Name and key of a new table, and whether its other settings are the default ones. */

import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import type { TableDraft } from "./draft";
import { KeyFields } from "./key_fields";
import type { Errors } from "./rules";

interface DetailsProperties {
  readonly draft: TableDraft;
  readonly onChange: (draft: TableDraft) => void;
  readonly errors: Errors;
  readonly description?: string;
}

const A_TABLE_NEEDS = "A table needs a name and a primary key. The key cannot be changed later.";

export function TableDetails(properties: DetailsProperties) {
  const { draft, onChange, errors, description = A_TABLE_NEEDS } = properties;
  return (
    <Container
      header={
        <Header variant="h2" description={description}>
          Table details
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField
          label="Table name"
          description="Between 3 and 255 characters: letters, digits, underscores (_), hyphens (-) and periods (.)."
          errorText={errors.name}
        >
          <Input
            value={draft.name}
            placeholder="Enter name for table"
            spellcheck={false}
            autoFocus
            onChange={({ detail }) => onChange({ ...draft, name: detail.value })}
          />
        </FormField>
        <KeyFields
          label="Partition key"
          description="Items with the same partition key are stored together."
          placeholder="Enter the partition key name"
          value={draft.partition}
          onChange={(partition) => onChange({ ...draft, partition })}
          error={errors["partition.name"]}
        />
        <KeyFields
          label="Sort key - optional"
          description="It sorts the items of one partition key."
          placeholder="Enter the sort key name"
          value={draft.sort}
          onChange={(sort) => onChange({ ...draft, sort })}
          error={errors["sort.name"]}
        />
      </SpaceBetween>
    </Container>
  );
}

interface ChoiceProperties extends Pick<DetailsProperties, "draft" | "onChange"> {
  /** What can be chosen with "Customize settings". */
  readonly custom?: string;
}

const ALL_SETTINGS = "Choose capacity, indexes, encryption and more.";

export function SettingsChoice({ draft, onChange, custom = ALL_SETTINGS }: ChoiceProperties) {
  return (
    <Container header={<Header variant="h2">Table settings</Header>}>
      <Tiles
        ariaLabel="Table settings"
        value={draft.isCustomized ? "customize" : "default"}
        onChange={({ detail }) =>
          onChange({ ...draft, isCustomized: detail.value === "customize" })
        }
        items={[
          {
            value: "default",
            label: "Default settings",
            description: "The fastest way. Most settings can be changed later.",
          },
          {
            value: "customize",
            label: "Customize settings",
            description: custom,
          },
        ]}
      />
    </Container>
  );
}
