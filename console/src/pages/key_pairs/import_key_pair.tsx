/** The dialog that imports the public key of a key pair. */

import { ImportKeyPairCommand } from "@aws-sdk/client-ec2";
import FileUpload from "@cloudscape-design/components/file-upload";
import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { Field } from "@/access/field";
import { useWrite } from "@/aws/queries";
import { FormDialog } from "@/parts/form_dialog";

const ROWS = 6;

export function ImportKeyPair({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState("");
  const [key, setKey] = useState("");
  const [files, setFiles] = useState<File[]>([]);
  const load = (chosen: File[]) => {
    setFiles(chosen);
    void chosen[0]?.text().then(setKey);
  };
  const creation = useWrite(
    ({ ec2 }, input: { name: string; key: string }) =>
      ec2.send(
        new ImportKeyPairCommand({
          KeyName: input.name,
          PublicKeyMaterial: new TextEncoder().encode(input.key),
        }),
      ),
    {
      changes: ["DescribeKeyPairs"],
      showsFailure: true,
      done: (input) => `Key pair ${input.name} imported.`,
      onSuccess: onClose,
    },
  );
  // The server would refuse it, but the key would have been sent.
  const isPrivate = key.includes("PRIVATE KEY");
  return (
    <FormDialog
      title="Import key pair"
      action="Import key pair"
      size="large"
      isReady={name.trim() !== "" && key.trim() !== "" && !isPrivate}
      isRunning={creation.isPending}
      error={creation.error}
      onSubmit={() => creation.mutate({ name: name.trim(), key: key.trim() })}
      onClose={onClose}
    >
      <Field label="Name" constraint="Up to 255 characters" value={name} onChange={setName} />
      <FormField label="File with the public key - optional">
        <FileUpload
          value={files}
          accept=".pub,.pem"
          onChange={({ detail }) => load(detail.value)}
          i18nStrings={{
            uploadButtonText: () => "Browse",
            dropzoneText: () => "Drop the file here",
            removeFileAriaLabel: () => "Remove the file",
            limitShowFewer: "Show fewer files",
            limitShowMore: "Show more files",
            errorIconAriaLabel: "Error",
          }}
        />
      </FormField>
      <FormField
        label="Public key"
        description="A line such as in ~/.ssh/id_ed25519.pub, or PEM."
        errorText={isPrivate && "This is a private key. Choose the public key."}
      >
        <Textarea
          value={key}
          rows={ROWS}
          spellcheck={false}
          placeholder="ssh-ed25519 AAAA..."
          onChange={({ detail }) => setKey(detail.value)}
        />
      </FormField>
    </FormDialog>
  );
}
