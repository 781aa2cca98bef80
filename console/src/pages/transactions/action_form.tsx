/** The form of one action, and what became of it. */

import Autosuggest from "@cloudscape-design/components/autosuggest";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Textarea from "@cloudscape-design/components/textarea";
import { useTableNames } from "@/parts/use_table_names";
import type { Action, FieldProblem, Kind, TextField } from "./actions";
import { fieldsOf, WRITES } from "./actions";
import type { Outcome } from "./outcomes";

interface Properties {
  readonly number: number;
  readonly action: Action;
  readonly problem: FieldProblem | undefined;
  readonly outcome: Outcome | undefined;
  readonly onChange: (action: Action) => void;
  readonly onRemove?: () => void;
}

const KIND_TEXTS: Readonly<Record<Kind, string>> = {
  Put: "Put",
  Update: "Update",
  Delete: "Delete",
  ConditionCheck: "Condition check",
  Get: "Get",
};

export function ActionForm(properties: Properties) {
  const { number, action, outcome, onRemove } = properties;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            onRemove && (
              <Button onClick={onRemove} ariaLabel={`Remove action ${String(number)}`}>
                Remove
              </Button>
            )
          }
        >
          Action {number}
        </Header>
      }
      footer={outcome && <OutcomeLine outcome={outcome} />}
    >
      <ColumnLayout columns={2}>
        <KindField {...properties} />
        <TableField {...properties} />
        {fieldsOf(action.kind)
          .filter((field) => field !== "table")
          .map((field) => (
            <TextBox key={field} field={field} {...properties} />
          ))}
        {action.kind !== "Get" && (
          <Checkbox
            checked={action.returnsItem}
            onChange={({ detail }) =>
              properties.onChange({ ...action, returnsItem: detail.checked })
            }
          >
            Return the item if the condition fails
          </Checkbox>
        )}
      </ColumnLayout>
    </Container>
  );
}

function KindField({ number, action, onChange }: Properties) {
  const kinds: readonly Kind[] = action.kind === "Get" ? ["Get"] : WRITES;
  return (
    <FormField label={`Kind of action ${String(number)}`}>
      <Select
        selectedOption={{ value: action.kind, label: KIND_TEXTS[action.kind] }}
        options={kinds.map((kind) => ({ value: kind, label: KIND_TEXTS[kind] }))}
        onChange={({ detail }) => {
          const kind = kinds.find((known) => known === detail.selectedOption.value);
          if (kind) onChange({ ...action, kind });
        }}
      />
    </FormField>
  );
}

function TableField({ number, action, onChange }: Properties) {
  const tables = useTableNames();
  return (
    <FormField label={`Table of action ${String(number)}`}>
      <Autosuggest
        value={action.table}
        options={(tables.data ?? []).map((value) => ({ value }))}
        enteredTextLabel={(text) => `Use ${text}`}
        placeholder="Name or ARN of a table"
        virtualScroll
        onChange={({ detail }) => onChange({ ...action, table: detail.value })}
      />
    </FormField>
  );
}

interface Description {
  readonly label: string;
  readonly example: string;
}

const TEXTS: Readonly<Record<Exclude<TextField, "table">, Description>> = {
  item: { label: "Key in DynamoDB JSON", example: '{"Artist": {"S": "Queen"}}' },
  update: { label: "Update expression", example: "SET Plays = Plays + :one" },
  condition: { label: "Condition expression", example: "attribute_not_exists(Artist)" },
  projection: { label: "Projection expression - optional", example: "Artist, #y" },
  names: { label: "Names - optional", example: '{"#y": "Year"}' },
  values: { label: "Values - optional", example: '{":one": {"N": "1"}}' },
};

function TextBox({
  field,
  number,
  action,
  problem,
  onChange,
}: Properties & { readonly field: Exclude<TextField, "table"> }) {
  const { example } = TEXTS[field];
  return (
    <FormField
      label={`${labelOf(field, action.kind)}, action ${String(number)}`}
      errorText={problem?.field === field ? problem.message : undefined}
    >
      <Textarea
        value={action[field]}
        rows={field === "item" ? 3 : 2}
        placeholder={example}
        spellcheck={false}
        onChange={({ detail }) => onChange({ ...action, [field]: detail.value })}
      />
    </FormField>
  );
}

function labelOf(field: Exclude<TextField, "table">, kind: Kind): string {
  if (field === "item" && kind === "Put") return "Item in DynamoDB JSON";
  const { label } = TEXTS[field];
  return field === "condition" && kind !== "ConditionCheck" ? `${label} - optional` : label;
}

function OutcomeLine({ outcome }: { readonly outcome: Outcome }) {
  return (
    <SpaceBetween size="xs">
      <StatusIndicator type={outcome.succeeded ? "success" : "error"}>
        {outcome.text}
      </StatusIndicator>
      {outcome.item !== undefined && <Box variant="pre">{outcome.item}</Box>}
    </SpaceBetween>
  );
}
