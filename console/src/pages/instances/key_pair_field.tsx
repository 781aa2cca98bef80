/** A field that chooses the key pair of an instance, or makes a new one. */

import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { CreateKeyPair } from "@/pages/key_pairs/create_key_pair";
import { useKeyPairs } from "@/pages/key_pairs/reads";

interface Properties {
  /** The name of the key pair. Empty: none. */
  readonly value: string;
  readonly onChange: (name: string) => void;
}

const NONE = { value: "", label: "Proceed without a key pair" };

export function KeyPairField({ value, onChange }: Properties) {
  const pairs = useKeyPairs();
  const [isCreating, setCreating] = useState(false);
  const options = [
    NONE,
    ...(pairs.data ?? []).map(({ KeyName: name = "", KeyType: type }) => ({
      value: name,
      label: name,
      description: `Type: ${type ?? "-"}`,
    })),
  ];
  return (
    <>
      <FormField
        label="Key pair (login)"
        description="The instance stores its name and shows its public key to programs. Nobody signs in to a local instance."
        secondaryControl={<Button onClick={() => setCreating(true)}>Create new key pair</Button>}
      >
        <Select
          // A pair that was just made is chosen before the list has it.
          selectedOption={options.find((each) => each.value === value) ?? { value, label: value }}
          options={options}
          filteringType="auto"
          filteringAriaLabel="Find a key pair"
          statusType={pairs.isPending ? "loading" : "finished"}
          loadingText="Reading: key pairs"
          onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
        />
      </FormField>
      <Failure of={pairs.error} />
      {isCreating && (
        <CreateKeyPair
          onCreated={({ KeyName: name = "" }) => onChange(name)}
          onClose={() => setCreating(false)}
        />
      )}
    </>
  );
}
