/** Why an export or an import has failed: the service's own text, and what to do about it. */

import Alert from "@cloudscape-design/components/alert";
import { adviceFor } from "./words";

interface Properties {
  readonly code: string;
  readonly message: string | undefined;
}

export function TransferFailure({ code, message }: Properties) {
  const advice = adviceFor(code);
  return (
    <Alert type="error">
      <strong>{code}</strong>: {message}
      {advice !== undefined && <div>{advice}</div>}
    </Alert>
  );
}
