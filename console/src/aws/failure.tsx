/** Shows the error of a request: the service's own text and, if access was denied, "Why denied?". */

import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { explainDenial } from "@/frame/why_denied";
import { isDenied, serviceError } from "./errors";

/** The parts of a message about a failure. */
export function describeFailure(thrown: unknown): { content: ReactNode; action?: ReactNode } {
  const error = serviceError(thrown);
  const content = (
    <>
      <strong>{error.name}</strong>: {error.message}
    </>
  );
  if (!isDenied(error)) return { content };
  const action = <Button onClick={() => explainDenial(error.message)}>Why denied?</Button>;
  return { content, action };
}

/** A box with a failure, for a place in a page or a form. Nothing if there is none. */
export function Failure({ of }: { readonly of: unknown }) {
  if (of === null || of === undefined) return null;
  const { content, action } = describeFailure(of);
  return (
    <Alert type="error" action={action}>
      {content}
    </Alert>
  );
}
