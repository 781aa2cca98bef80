import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { ReactNode } from "react";

interface Properties {
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
}

/** A part of the form of a new table. */
export function Section({ title, description, children }: Properties) {
  return (
    <Container
      header={
        <Header variant="h2" description={description}>
          {title}
        </Header>
      }
    >
      {children}
    </Container>
  );
}
