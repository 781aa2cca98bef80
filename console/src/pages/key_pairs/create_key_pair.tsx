/** The dialog that creates a key pair, and then the one with its private key. */

import type { KeyPair, KeyType } from "@aws-sdk/client-ec2";
import { CreateKeyPairCommand } from "@aws-sdk/client-ec2";
import { useState } from "react";
import { Field } from "@/access/field";
import { useWrite } from "@/aws/queries";
import { Choice } from "@/parts/choice";
import { FormDialog } from "@/parts/form_dialog";
import { PrivateKey } from "./private_key";

const TYPES = [
  { value: "rsa", label: "RSA" },
  { value: "ed25519", label: "ED25519" },
] as const;

interface Properties {
  readonly onClose: () => void;
  readonly onCreated?: (pair: KeyPair) => void;
}

export function CreateKeyPair({ onClose, onCreated }: Properties) {
  const [made, setMade] = useState<KeyPair>();
  if (made) return <PrivateKey pair={made} onDone={onClose} />;
  return (
    <KeyPairForm
      onClose={onClose}
      onCreated={(pair) => {
        setMade(pair);
        onCreated?.(pair);
      }}
    />
  );
}

function KeyPairForm({ onClose, onCreated }: Required<Properties>) {
  const [name, setName] = useState("");
  const [type, setType] = useState<KeyType>("rsa");
  const creation = useWrite(
    ({ ec2 }, input: { KeyName: string; KeyType: KeyType }) =>
      ec2.send(new CreateKeyPairCommand(input)),
    {
      changes: ["DescribeKeyPairs"],
      showsFailure: true,
      done: ({ KeyName }) => `Key pair ${KeyName} created.`,
      onSuccess: onCreated,
    },
  );
  return (
    <FormDialog
      title="Create key pair"
      action="Create key pair"
      isReady={name.trim() !== ""}
      isRunning={creation.isPending}
      error={creation.error}
      onSubmit={() => creation.mutate({ KeyName: name.trim(), KeyType: type })}
      onClose={onClose}
    >
      <Field label="Name" constraint="Up to 255 characters" value={name} onChange={setName} />
      <Choice label="Key pair type" options={TYPES} value={type} onChange={setType} />
      <div>The private key is shown once, as a file in the format PEM. The server keeps none.</div>
    </FormDialog>
  );
}
