/** The audiences of a provider: the client IDs for which it issues tokens. */

import {
  AddClientIDToOpenIDConnectProviderCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
} from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { Field } from "@/access/field";
import type { Arn } from "@/access/types";
import { useWrite } from "@/aws/queries";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { EmptyList } from "@/parts/empty_list";
import { FormDialog } from "@/parts/form_dialog";
import { ListTable, single } from "@/parts/list_table";
import { shell } from "@/pages/requests/commands";
import { PROVIDER } from "./reads";

interface Row {
  readonly id: string;
}

interface Properties {
  readonly arn: Arn;
  readonly clientIds: readonly string[];
}

export function Audiences({ arn, clientIds }: Properties) {
  const [selected, select] = useState<string>();
  const [dialog, show] = useState<"add" | "remove">();
  const rows = clientIds.map((id): Row => ({ id }));
  const chosen = rows.find(({ id }) => id === selected);
  const add = <Button onClick={() => show("add")}>Add audience</Button>;
  return (
    <>
      <ListTable
        id="audiences"
        title="Audiences"
        noun="audience"
        variant="container"
        description="The client IDs for which the provider issues its tokens."
        items={rows}
        columns={[{ id: "id", header: "Audience", cell: ({ id }: Row) => id, width: 500 }]}
        nameOf={({ id }) => id}
        selection={single(chosen, (row) => select(row?.id))}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={chosen === undefined} onClick={() => show("remove")}>
              Remove
            </Button>
            {add}
          </SpaceBetween>
        }
        empty={
          <EmptyList
            text="The provider has no audiences, so no token of it is accepted."
            action={add}
            command={`aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${shell(arn)} --client-id music`}
          />
        }
      />
      {dialog === "add" && <AddAudience arn={arn} onClose={() => show(undefined)} />}
      {dialog === "remove" && chosen && (
        <RemoveAudience arn={arn} id={chosen.id} onClose={() => show(undefined)} />
      )}
    </>
  );
}

interface AddProperties {
  readonly arn: Arn;
  readonly onClose: () => void;
}

function AddAudience({ arn, onClose }: AddProperties) {
  const [id, setId] = useState("");
  const addition = useWrite(
    ({ iam }, ClientID: string) =>
      iam.send(
        new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, ClientID }),
      ),
    {
      changes: [PROVIDER],
      showsFailure: true,
      done: (added) => `Audience ${added} added.`,
      onSuccess: onClose,
    },
  );
  return (
    <FormDialog
      title="Add audience"
      action="Add audience"
      isReady={id.trim() !== ""}
      isRunning={addition.isPending}
      error={addition.error}
      onSubmit={() => addition.mutate(id.trim())}
      onClose={onClose}
    >
      <Field label="Audience" constraint="1 to 255 characters" value={id} onChange={setId} />
    </FormDialog>
  );
}

function RemoveAudience({ arn, id, onClose }: AddProperties & { readonly id: string }) {
  const removal = useWrite(
    ({ iam }, ClientID: string) =>
      iam.send(
        new RemoveClientIDFromOpenIDConnectProviderCommand({
          OpenIDConnectProviderArn: arn,
          ClientID,
        }),
      ),
    {
      changes: [PROVIDER],
      showsFailure: true,
      done: (removed) => `Audience ${removed} removed.`,
      onSuccess: onClose,
    },
  );
  return (
    <ConfirmDialog
      title="Remove audience"
      action="Remove"
      isRunning={removal.isPending}
      error={removal.error}
      onConfirm={() => removal.mutate(id)}
      onClose={onClose}
    >
      <div>
        Tokens for <strong>{id}</strong> are no longer accepted.
      </div>
    </ConfirmDialog>
  );
}
