import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import type { KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import type { ReactNode } from "react";

interface Properties {
  readonly title: string;
  readonly facts: KeyValuePairsProps["items"];
  readonly actions?: ReactNode;
}

/** A box with what is known of something. */
export function Facts({ title, facts, actions }: Properties) {
  return (
    <Container
      header={
        <Header variant="h2" actions={actions}>
          {title}
        </Header>
      }
    >
      <KeyValuePairs columns={3} minColumnWidth={220} items={facts} />
    </Container>
  );
}
