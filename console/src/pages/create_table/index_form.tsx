/** The fields of an index: global, local or vector. */

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import type {
  GlobalIndexDraft,
  IndexDraft,
  LocalIndexDraft,
  ProjectionDraft,
  VectorIndexDraft,
} from "./draft";
import { suggestedName } from "./draft";
import { KeyFields } from "./key_fields";
import { KeyList } from "./key_list";
import type { Errors } from "./rules";

const KEY_PART_MAX = 4;
const FILTERS_MAX = 18;

interface Properties<Draft> {
  readonly index: Draft;
  readonly onChange: (index: IndexDraft) => void;
  readonly errors: Errors;
}

export function IndexForm({ index, onChange, errors }: Properties<IndexDraft>) {
  /** The name follows the attributes until the user types one. */
  const change = (changed: IndexDraft) => {
    const follows = index.name === suggestedName(index);
    onChange(follows ? { ...changed, name: suggestedName(changed) } : changed);
  };
  return (
    <SpaceBetween size="m">
      {index.kind === "global" && <GlobalFields index={index} onChange={change} errors={errors} />}
      {index.kind === "local" && <LocalFields index={index} onChange={change} errors={errors} />}
      {index.kind === "vector" && <VectorFields index={index} onChange={change} errors={errors} />}
      <FormField
        label="Index name"
        description="Between 3 and 255 characters: letters, digits, underscores (_), hyphens (-) and periods (.)."
        errorText={errors.name}
      >
        <Input
          value={index.name}
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...index, name: detail.value })}
        />
      </FormField>
      <ProjectionFields
        projection={index.projection}
        onChange={(projection) => onChange({ ...index, projection })}
        error={errors.projection}
      />
    </SpaceBetween>
  );
}

function GlobalFields({ index, onChange, errors }: Properties<GlobalIndexDraft>) {
  return (
    <SpaceBetween size="m">
      <KeyList
        label="Partition key"
        description="One to four attributes. A query must give the value of each."
        keys={index.partition}
        onChange={(partition) => onChange({ ...index, partition })}
        errors={errors}
        path="partition"
        least={1}
        most={KEY_PART_MAX}
      />
      <KeyList
        label="Sort key - optional"
        description="Up to four attributes. Items are sorted by the first, then by the next."
        keys={index.sort}
        onChange={(sort) => onChange({ ...index, sort })}
        errors={errors}
        path="sort"
        least={0}
        most={KEY_PART_MAX}
      />
    </SpaceBetween>
  );
}

function LocalFields({ index, onChange, errors }: Properties<LocalIndexDraft>) {
  return (
    <KeyFields
      label="Sort key"
      description="The partition key is that of the table."
      value={index.sort}
      onChange={(sort) => onChange({ ...index, sort })}
      error={errors["sort.0"]}
    />
  );
}

const DISTANCES = [
  { value: "COSINE", label: "Cosine", description: "The angle between two vectors" },
  { value: "EUCLIDEAN", label: "Euclidean", description: "The distance of two points" },
  { value: "DOT_PRODUCT", label: "Dot product", description: "Angle and length" },
] as const;

function VectorFields({ index, onChange, errors }: Properties<VectorIndexDraft>) {
  return (
    <SpaceBetween size="m">
      <FormField
        label="Vector attribute"
        description="An attribute whose value is a list of numbers."
        errorText={errors.attribute}
      >
        <Input
          value={index.attribute}
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...index, attribute: detail.value })}
        />
      </FormField>
      <FormField
        label="Dimensions"
        description="How many numbers each vector has."
        errorText={errors.dimensions}
      >
        <Input
          value={index.dimensions}
          inputMode="numeric"
          onChange={({ detail }) => onChange({ ...index, dimensions: detail.value })}
        />
      </FormField>
      <FormField label="Distance function">
        <Select
          selectedOption={DISTANCES.find(({ value }) => value === index.distance) ?? null}
          options={DISTANCES}
          onChange={({ detail }) => {
            const chosen = DISTANCES.find(({ value }) => value === detail.selectedOption.value);
            if (chosen) onChange({ ...index, distance: chosen.value });
          }}
        />
      </FormField>
      <KeyFields
        label="Partition key - optional"
        description="It divides the index: a search looks at the vectors of one value."
        value={index.partition}
        onChange={(partition) => onChange({ ...index, partition })}
      />
      <KeyList
        label="Filters - optional"
        description="Attributes by which a search may filter."
        keys={index.filters}
        onChange={(filters) => onChange({ ...index, filters })}
        errors={errors}
        path="filters"
        least={0}
        most={FILTERS_MAX}
      />
    </SpaceBetween>
  );
}

const PROJECTIONS = [
  { value: "ALL", label: "All", description: "All attributes of the table" },
  { value: "KEYS_ONLY", label: "Only keys", description: "The keys of the index and of the table" },
  { value: "INCLUDE", label: "Include", description: "The keys, and the attributes you name" },
] as const;

interface ProjectionProperties {
  readonly projection: ProjectionDraft;
  readonly onChange: (projection: ProjectionDraft) => void;
  readonly error: string | undefined;
}

function ProjectionFields({ projection, onChange, error }: ProjectionProperties) {
  return (
    <SpaceBetween size="m">
      <FormField label="Attribute projections" description="The attributes that the index has.">
        <Select
          selectedOption={PROJECTIONS.find(({ value }) => value === projection.kind) ?? null}
          options={PROJECTIONS}
          onChange={({ detail }) => {
            const chosen = PROJECTIONS.find(({ value }) => value === detail.selectedOption.value);
            if (chosen) onChange({ ...projection, kind: chosen.value });
          }}
        />
      </FormField>
      {projection.kind === "INCLUDE" && (
        <FormField
          label="Included attributes"
          description="One name on each line, up to 20."
          errorText={error}
        >
          <Textarea
            value={projection.included.join("\n")}
            rows={3}
            spellcheck={false}
            onChange={({ detail }) => onChange({ ...projection, included: included(detail.value) })}
          />
        </FormField>
      )}
    </SpaceBetween>
  );
}

/** An empty last line stays, so that the user can type the next name. */
function included(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}
