/** Whose bucket it is. */

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useSession } from "@/frame/session";
import type { OwnerDraft } from "./owner";

interface Properties {
  readonly owner: OwnerDraft;
  readonly onChange: (owner: OwnerDraft) => void;
  readonly error: string | undefined;
}

export function OwnerField({ owner, onChange, error }: Properties) {
  const { accountId } = useSession();
  return (
    <SpaceBetween size="s">
      <FormField label="S3 bucket owner">
        <RadioGroup
          value={owner.isOther ? "other" : "own"}
          items={[
            { value: "own", label: `This AWS account (${accountId})` },
            { value: "other", label: "A different AWS account" },
          ]}
          onChange={({ detail }) => onChange({ ...owner, isOther: detail.value === "other" })}
        />
      </FormField>
      {owner.isOther && (
        <FormField label="Account ID of the bucket owner" errorText={error}>
          <Input
            value={owner.account}
            placeholder="123456789012"
            inputMode="numeric"
            onChange={({ detail }) => onChange({ ...owner, account: detail.value })}
          />
        </FormField>
      )}
    </SpaceBetween>
  );
}
