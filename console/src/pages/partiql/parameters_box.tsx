/** The values of the question marks: a row for each, with its type. */

import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Parameter, ParameterType, Query, WrongParameter } from "./query";
import { PARAMETER_TYPES, parametersOf } from "./query";

interface Properties {
  readonly query: Query;
  readonly wrong: WrongParameter | undefined;
  readonly onChange: (query: Query) => void;
}

const TYPE_TEXTS: Readonly<Record<ParameterType, string>> = {
  S: "String",
  N: "Number",
  B: "Binary",
  BOOL: "Boolean",
  NULL: "Null",
  JSON: "DynamoDB JSON",
};
const EXAMPLES: Readonly<Record<ParameterType, string>> = {
  S: "",
  N: "1964",
  B: "base64",
  BOOL: "true",
  NULL: "",
  JSON: '{"SS": ["a", "b"]}',
};

export function ParametersBox({ query, wrong, onChange }: Properties) {
  const parameters = parametersOf(query);
  if (parameters.length === 0) return null;
  const change = (at: number, parameter: Parameter) =>
    onChange({
      ...query,
      parameters: parameters.map((before, position) => (position === at ? parameter : before)),
    });
  return (
    <Container
      header={
        <Header
          variant="h3"
          description="One for each question mark, in their order. Sets, lists and maps are typed as DynamoDB JSON."
        >
          Parameters
        </Header>
      }
    >
      <SpaceBetween size="s">
        {parameters.map((parameter, at) => (
          <Row
            key={at}
            number={at + 1}
            parameter={parameter}
            error={wrong?.position === at ? wrong.message : undefined}
            onChange={(changed) => change(at, changed)}
          />
        ))}
      </SpaceBetween>
    </Container>
  );
}

interface RowProperties {
  readonly number: number;
  readonly parameter: Parameter;
  readonly error: string | undefined;
  readonly onChange: (parameter: Parameter) => void;
}

function Row({ number, parameter, error, onChange }: RowProperties) {
  const { type, value } = parameter;
  const setType = (chosen: ParameterType) =>
    onChange({ type: chosen, value: chosen === "BOOL" ? "true" : value });
  return (
    <Grid gridDefinition={[{ colspan: { default: 5, s: 4 } }, { colspan: { default: 7, s: 8 } }]}>
      <FormField label={`Type of parameter ${String(number)}`}>
        <Select
          selectedOption={{ value: type, label: TYPE_TEXTS[type] }}
          options={PARAMETER_TYPES.map((id) => ({ value: id, label: TYPE_TEXTS[id] }))}
          onChange={({ detail }) => {
            const chosen = PARAMETER_TYPES.find((known) => known === detail.selectedOption.value);
            if (chosen) setType(chosen);
          }}
        />
      </FormField>
      <FormField label={`Value of parameter ${String(number)}`} errorText={error}>
        {type === "BOOL" ? (
          <Select
            selectedOption={{ value, label: value }}
            options={[
              { value: "true", label: "true" },
              { value: "false", label: "false" },
            ]}
            onChange={({ detail }) => onChange({ type, value: detail.selectedOption.value ?? "" })}
          />
        ) : (
          <Input
            value={type === "NULL" ? "" : value}
            disabled={type === "NULL"}
            placeholder={EXAMPLES[type]}
            spellcheck={false}
            onChange={({ detail }) => onChange({ type, value: detail.value })}
          />
        )}
      </FormField>
    </Grid>
  );
}
