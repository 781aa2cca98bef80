/** The title of a page with buttons, and below it what the page is about. */

import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import type { KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { Failure } from "@/aws/failure";

/** An ARN needs more than the default. */
const COLUMN_WIDTH = 200;

interface Properties {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly summary?: KeyValuePairsProps["items"];
  /** Buttons of the summary. */
  readonly edit?: ReactNode;
  readonly error?: unknown;
  readonly children?: ReactNode;
}

export function DetailPage({ title, actions, summary, edit, error, children }: Properties) {
  return (
    <SpaceBetween size="l">
      <Header variant="h1" actions={actions}>
        {title}
      </Header>
      <Failure of={error} />
      {summary && (
        <Container
          header={
            <Header variant="h2" actions={edit}>
              Summary
            </Header>
          }
        >
          <KeyValuePairs columns={3} minColumnWidth={COLUMN_WIDTH} items={summary} />
        </Container>
      )}
      {children}
    </SpaceBetween>
  );
}
