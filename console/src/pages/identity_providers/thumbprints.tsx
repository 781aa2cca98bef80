/** The thumbprints of the certificates of a provider. The service replaces the whole list. */

import { UpdateOpenIDConnectProviderThumbprintCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import type { Arn } from "@/access/types";
import { useWrite } from "@/aws/queries";
import { EmptyList } from "@/parts/empty_list";
import { FormDialog } from "@/parts/form_dialog";
import { ListTable } from "@/parts/list_table";
import { shell } from "@/pages/requests/commands";
import { LinesField } from "./lines_field";
import { linesOf, thumbprintsError } from "./provider_words";
import { PROVIDER } from "./reads";

interface Row {
  readonly text: string;
}

interface Properties {
  readonly arn: Arn;
  readonly thumbprints: readonly string[];
}

export function Thumbprints({ arn, thumbprints }: Properties) {
  const [isEditing, setEditing] = useState(false);
  const manage = <Button onClick={() => setEditing(true)}>Manage thumbprints</Button>;
  return (
    <>
      <ListTable
        id="thumbprints"
        title="Thumbprints"
        noun="thumbprint"
        variant="container"
        description="This server stores them. It verifies tokens with the keys of the provider."
        items={thumbprints.map((text): Row => ({ text }))}
        columns={[{ id: "text", header: "Thumbprint", cell: ({ text }: Row) => text, width: 500 }]}
        nameOf={({ text }) => text}
        actions={manage}
        empty={
          <EmptyList
            text="The provider has no thumbprints."
            action={manage}
            command={`aws iam update-open-id-connect-provider-thumbprint --open-id-connect-provider-arn ${shell(arn)} --thumbprint-list 9e99a48a9960b14926bb7f3b02e22da2b0ab7280`}
          />
        }
      />
      {isEditing && (
        <ManageThumbprints arn={arn} thumbprints={thumbprints} onClose={() => setEditing(false)} />
      )}
    </>
  );
}

function ManageThumbprints({
  arn,
  thumbprints,
  onClose,
}: Properties & { readonly onClose: () => void }) {
  const [text, setText] = useState(thumbprints.join("\n"));
  const fault = thumbprintsError(text);
  const save = useWrite(
    ({ iam }, ThumbprintList: string[]) =>
      iam.send(
        new UpdateOpenIDConnectProviderThumbprintCommand({
          OpenIDConnectProviderArn: arn,
          ThumbprintList,
        }),
      ),
    {
      changes: [PROVIDER],
      showsFailure: true,
      done: () => "The thumbprints were changed.",
      onSuccess: onClose,
    },
  );
  return (
    <FormDialog
      title="Manage thumbprints"
      isReady={fault === undefined}
      isRunning={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(linesOf(text))}
      onClose={onClose}
    >
      <LinesField
        label="Thumbprints"
        description="One on each line, at most five. The SHA-1 of a certificate."
        value={text}
        error={fault}
        onChange={setText}
      />
    </FormDialog>
  );
}
