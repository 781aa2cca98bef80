/** A secret, hidden until the user asks to see it. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

interface Properties {
  readonly label: string;
  readonly value: string;
}

export function Secret({ label, value }: Properties) {
  const [isShown, setShown] = useState(false);
  const what = label.toLowerCase();
  return (
    <FormField label={label}>
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <CopyToClipboard
          variant="icon"
          textToCopy={value}
          copyButtonAriaLabel={`Copy the ${what}`}
          copySuccessText="Copied"
          copyErrorText="The browser does not allow copying here"
        />
        <Box variant="code">{isShown ? value : "*".repeat(20)}</Box>
        <Button
          variant="inline-link"
          ariaLabel={isShown ? `Hide the ${what}` : `Show the ${what}`}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? "Hide" : "Show"}
        </Button>
      </SpaceBetween>
    </FormField>
  );
}
