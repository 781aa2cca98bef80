/** Several attributes of a key, with buttons to add and remove one. */

import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Grid from "@cloudscape-design/components/grid";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { KeyDraft } from "./draft";
import { NO_KEY } from "./draft";
import { TypeSelect } from "./key_fields";
import type { Errors } from "./rules";

interface Properties {
  /** Such as "Partition key". */
  readonly label: string;
  readonly description?: string;
  readonly keys: readonly KeyDraft[];
  readonly onChange: (keys: KeyDraft[]) => void;
  readonly errors: Errors;
  /** The path of these keys in `errors`. */
  readonly path: string;
  readonly least: number;
  readonly most: number;
}

export function KeyList(properties: Properties) {
  const { label, description, keys, onChange, errors, path, least, most } = properties;
  return (
    <FormField label={label} description={description} stretch>
      <SpaceBetween size="xs">
        {keys.map((key, index) => (
          <KeyRow
            key={index}
            label={keys.length === 1 ? label : `${label} ${String(index + 1)}`}
            value={key}
            error={errors[`${path}.${String(index)}`]}
            isRemovable={keys.length > least}
            onChange={(changed) =>
              onChange(keys.map((each, place) => (place === index ? changed : each)))
            }
            onRemove={() => onChange(keys.filter((_, place) => place !== index))}
          />
        ))}
        <Button
          formAction="none"
          disabled={keys.length >= most}
          ariaLabel={`Add attribute to ${label.toLowerCase()}`}
          onClick={() => onChange([...keys, NO_KEY])}
        >
          Add attribute
        </Button>
      </SpaceBetween>
    </FormField>
  );
}

interface RowProperties {
  readonly label: string;
  readonly value: KeyDraft;
  readonly error: string | undefined;
  readonly isRemovable: boolean;
  readonly onChange: (value: KeyDraft) => void;
  readonly onRemove: () => void;
}

function KeyRow({ label, value, error, isRemovable, onChange, onRemove }: RowProperties) {
  return (
    <FormField errorText={error} stretch>
      <Grid
        gridDefinition={[
          { colspan: { default: 12, xs: 6 } },
          { colspan: { default: 6, xs: 3 } },
          { colspan: { default: 6, xs: 3 } },
        ]}
      >
        <Input
          ariaLabel={`Name of ${label.toLowerCase()}`}
          placeholder="Attribute name"
          value={value.name}
          spellcheck={false}
          invalid={error !== undefined}
          onChange={({ detail }) => onChange({ ...value, name: detail.value })}
        />
        <TypeSelect
          label={`Type of ${label.toLowerCase()}`}
          value={value.type}
          onChange={(type) => onChange({ ...value, type })}
        />
        {isRemovable && (
          <Button formAction="none" ariaLabel={`Remove ${label.toLowerCase()}`} onClick={onRemove}>
            Remove
          </Button>
        )}
      </Grid>
    </FormField>
  );
}
