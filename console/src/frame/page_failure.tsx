/** Shown in place of a page that could not be loaded or that failed. */

import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useRouteError } from "react-router";
import { PartNotLoaded } from "./part";

export function PageFailure() {
  const error = useRouteError();
  const isUpgrade = error instanceof PartNotLoaded && error.serverAnswers;
  const message = error instanceof Error ? error.message : String(error);
  return (
    <Alert
      type={isUpgrade ? "info" : "error"}
      header={isUpgrade ? "Reload to go on" : "This page cannot be shown"}
      action={
        <Button onClick={() => window.location.reload()}>
          {isUpgrade ? "Reload" : "Try again"}
        </Button>
      }
    >
      {message} {isUpgrade && "Reloading keeps the address of this page."}
    </Alert>
  );
}
