/** The key that encrypts a table. */

import type { SSEDescription, TableDescription } from "@aws-sdk/client-dynamodb";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { useState } from "react";
import { useRead } from "@/aws/queries";
import type { EncryptionDraft } from "@/pages/create_table/draft";
import { ENCRYPTION_KINDS, EncryptionFields } from "@/pages/create_table/encryption_fields";
import { encryptionOf } from "@/pages/create_table/request";
import { timeText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { FormDialog } from "@/parts/form_dialog";
import { useUpdate } from "./use_update";

interface Properties {
  readonly table: TableDescription;
}

export function EncryptionPanel({ table }: Properties) {
  const [isEditing, edit] = useState(false);
  const key = table.SSEDescription;
  const arn = key?.KMSMasterKeyArn;
  const kind = useKeyKind(key);
  const kindText = ENCRYPTION_KINDS.find(({ value }) => value === kind)?.label ?? "A key of KMS";
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={<Button onClick={() => edit(true)}>Manage encryption</Button>}
        >
          Encryption
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Key management", value: kindText },
          {
            label: "Key ARN",
            value: arn ? <Copyable text={arn} what="the ARN of the key" /> : "-",
          },
          ...(key?.InaccessibleEncryptionDateTime
            ? [
                {
                  label: "Key not accessible since",
                  value: timeText(key.InaccessibleEncryptionDateTime),
                },
              ]
            : []),
        ]}
      />
      {isEditing && (
        <EncryptionDialog
          table={table}
          present={{ kind: kind ?? "customer", key: kind === "customer" ? (arn ?? "") : "" }}
          onClose={() => edit(false)}
        />
      )}
    </Container>
  );
}

/** undefined: who manages the key is not known, for example because reading it is not allowed. */
function useKeyKind(key: SSEDescription | undefined): EncryptionDraft["kind"] | undefined {
  const arn = key?.KMSMasterKeyArn;
  const described = useRead(
    ["DescribeKey", { KeyId: arn }],
    async ({ kms }) => {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: arn }));
      return KeyMetadata?.KeyManager === "AWS" ? ("managed" as const) : ("customer" as const);
    },
    { enabled: arn !== undefined },
  );
  return arn === undefined ? "owned" : described.data;
}

interface DialogProperties extends Properties {
  readonly present: EncryptionDraft;
  readonly onClose: () => void;
}

function EncryptionDialog({ table, present, onClose }: DialogProperties) {
  const [chosen, choose] = useState(present);
  const name = table.TableName ?? "";
  const update = useUpdate(name, `The encryption of ${name} is being changed.`, onClose);
  const isMissing = chosen.kind === "customer" && chosen.key.trim() === "";
  const isSame = chosen.kind === present.kind && chosen.key === present.key;
  return (
    <FormDialog
      title="Manage encryption"
      onSubmit={() =>
        update.mutate({ SSESpecification: encryptionOf(chosen) ?? { Enabled: false } })
      }
      onClose={onClose}
      isRunning={update.isPending}
      isReady={!isMissing && !isSame}
      error={update.error}
    >
      <EncryptionFields value={chosen} onChange={choose} error={undefined} />
    </FormDialog>
  );
}
