/** The choice of a key that encrypts a table. */

import type { AliasListEntry } from "@aws-sdk/client-kms";
import { ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { allPages } from "@/aws/all_pages";
import { serviceError } from "@/aws/errors";
import { useRead } from "@/aws/queries";
import type { EncryptionDraft } from "./draft";
import { keyOptions } from "./key_options";

export const ENCRYPTION_KINDS = [
  {
    value: "owned",
    label: "Owned by Amazon DynamoDB",
    description: "The server has the key. You need not do anything.",
  },
  {
    value: "managed",
    label: "AWS managed key",
    description: "The key alias/aws/dynamodb of your account.",
  },
  {
    value: "customer",
    label: "Stored in your account, and owned and managed by you",
    description: "A key of your own. Its policy decides who reads the table.",
  },
] as const;

interface Properties {
  readonly value: EncryptionDraft;
  readonly onChange: (value: EncryptionDraft) => void;
  readonly error: string | undefined;
}

export function EncryptionFields({ value, onChange, error }: Properties) {
  return (
    <SpaceBetween size="m">
      <FormField label="Encryption key management">
        <RadioGroup
          value={value.kind}
          items={ENCRYPTION_KINDS}
          onChange={({ detail }) => {
            const chosen = ENCRYPTION_KINDS.find((kind) => kind.value === detail.value);
            if (chosen) onChange({ ...value, kind: chosen.value });
          }}
        />
      </FormField>
      {value.kind === "customer" && (
        <KeyField value={value.key} onChange={(key) => onChange({ ...value, key })} error={error} />
      )}
    </SpaceBetween>
  );
}

interface KeyProperties {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

function KeyField({ value, onChange, error }: KeyProperties) {
  const keys = useRead(["ListKeys"], ({ kms }) =>
    allPages(async (marker: string | undefined) => {
      const answer = await kms.send(new ListKeysCommand({ Marker: marker }));
      return { items: answer.Keys, next: answer.NextMarker };
    }),
  );
  const aliases = useRead(["ListAliases"], ({ kms }) =>
    allPages<AliasListEntry, string>(async (marker) => {
      const answer = await kms.send(new ListAliasesCommand({ Marker: marker }));
      return { items: answer.Aliases, next: answer.NextMarker };
    }),
  );
  const failure = keys.error ?? aliases.error;
  return (
    <FormField label="AWS KMS key" description="Choose a key, or type its ARN." errorText={error}>
      <Autosuggest
        value={value}
        placeholder="Choose a key or type an ARN"
        options={keyOptions(keys.data ?? [], aliases.data ?? [])}
        enteredTextLabel={(text) => `Use "${text}"`}
        statusType={failure ? "error" : keys.data && aliases.data ? "finished" : "loading"}
        loadingText="Reading: keys"
        {...(failure ? { errorText: serviceError(failure).message } : {})}
        empty="You have no keys of your own in this Region."
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
