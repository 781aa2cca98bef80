/** A form for the key of an item: a field for each attribute of the key. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { keyProblem } from "@/frame/search/item_address";
import type { KeyAttribute } from "@/items/sources";

const TYPES: Readonly<Record<string, string>> = { S: "String", N: "Number", B: "Binary, base64" };

interface Properties {
  readonly tableKey: readonly KeyAttribute[];
  /** The text of the button. */
  readonly action: string;
  /** Called with a text for each attribute, which can be its value. */
  readonly onSubmit: (values: Readonly<Record<string, string>>) => void;
}

export function KeyForm({ tableKey, action, onSubmit }: Properties) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [isSubmitted, setSubmitted] = useState(false);
  const problemOf = (attribute: KeyAttribute) =>
    keyProblem(attribute, values[attribute.name] ?? "");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setSubmitted(true);
        if (tableKey.every((attribute) => problemOf(attribute) === undefined)) onSubmit(values);
      }}
    >
      <SpaceBetween size="m">
        {tableKey.map((attribute) => (
          <FormField
            key={attribute.name}
            label={attribute.name}
            description={TYPES[attribute.type]}
            errorText={isSubmitted ? problemOf(attribute) : undefined}
          >
            <Input
              value={values[attribute.name] ?? ""}
              spellcheck={false}
              onChange={({ detail }) => setValues({ ...values, [attribute.name]: detail.value })}
            />
          </FormField>
        ))}
        <Box float="right">
          <Button variant="primary" formAction="submit">
            {action}
          </Button>
        </Box>
      </SpaceBetween>
    </form>
  );
}
