/** The first step of a new access key: what it is for, and what may be better than a key. */

import Alert from "@cloudscape-design/components/alert";
import Checkbox from "@cloudscape-design/components/checkbox";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { FormDialog } from "@/parts/form_dialog";

interface Properties {
  readonly onNext: () => void;
  readonly onClose: () => void;
}

interface Purpose {
  readonly value: string;
  readonly label: string;
  readonly description: string;
  readonly better?: string;
}

const PURPOSES: readonly Purpose[] = [
  {
    value: "cli",
    label: "Command Line Interface (CLI)",
    description: "You use the key with a command line tool.",
    better: "Sign in with temporary credentials where you can: aws sts get-session-token.",
  },
  {
    value: "local",
    label: "Local code",
    description: "You use the key in code that you run on your own machine.",
    better: "Let the code take a role: aws sts assume-role. Its credentials expire by themselves.",
  },
  {
    value: "compute",
    label: "Application running on an AWS compute service",
    description: "You use the key in a program on an instance.",
    better:
      "Give the instance a role. A program that runs there needs no key: see Instances, Modify IAM role.",
  },
  {
    value: "third",
    label: "Third-party service",
    description: "You give the key to a service that watches or changes your tables.",
    better: "Let the service take a role with an external ID.",
  },
  {
    value: "outside",
    label: "Application running outside AWS",
    description: "You use the key in a program in a data center or elsewhere.",
  },
  { value: "other", label: "Other", description: "Your use is not listed here." },
];

export function KeyPurpose({ onNext, onClose }: Properties) {
  const [purpose, setPurpose] = useState<string | null>(null);
  const [isConfirmed, confirm] = useState(false);
  const better = PURPOSES.find(({ value }) => value === purpose)?.better;
  return (
    <FormDialog
      title="Access key best practices & alternatives"
      action="Next"
      isReady={purpose !== null && (better === undefined || isConfirmed)}
      onSubmit={onNext}
      onClose={onClose}
    >
      <div>A key works until somebody deletes it, and whoever has the secret can use it.</div>
      <RadioGroup
        ariaLabel="Use case"
        value={purpose}
        items={PURPOSES.map(({ value, label, description }) => ({ value, label, description }))}
        onChange={({ detail }) => setPurpose(detail.value)}
      />
      {better !== undefined && (
        <SpaceBetween size="m">
          <Alert header="Alternative recommended">{better}</Alert>
          <Checkbox checked={isConfirmed} onChange={({ detail }) => confirm(detail.checked)}>
            I understand the above recommendation and want to proceed to create an access key.
          </Checkbox>
        </SpaceBetween>
      )}
    </FormDialog>
  );
}
