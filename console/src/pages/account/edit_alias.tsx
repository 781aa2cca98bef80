/** Changes the alias of the account, with which users can sign in. */

import { CreateAccountAliasCommand, DeleteAccountAliasCommand } from "@aws-sdk/client-iam";
import { useState } from "react";
import { Field } from "@/access/field";
import { useWrite } from "@/aws/queries";
import { FormDialog } from "@/parts/form_dialog";

interface Properties {
  readonly old: string;
  readonly onClose: () => void;
}

export function EditAlias({ old, onClose }: Properties) {
  const [alias, setAlias] = useState(old);
  const save = useWrite(
    async ({ iam }, AccountAlias: string) => {
      // An account has one alias: a new one takes the place of the old one.
      if (AccountAlias === "") await iam.send(new DeleteAccountAliasCommand({ AccountAlias: old }));
      else await iam.send(new CreateAccountAliasCommand({ AccountAlias }));
    },
    {
      changes: ["ListAccountAliases"],
      done: (name) => (name === "" ? "The alias was deleted." : `The alias is ${name}.`),
      onSuccess: onClose,
      showsFailure: true,
    },
  );
  return (
    <FormDialog
      title="Edit alias"
      action="Save changes"
      isReady={alias !== old}
      isRunning={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(alias.trim())}
      onClose={onClose}
    >
      <Field
        label="Preferred alias"
        description="Users may give it instead of the account ID when they sign in. Empty: no alias."
        constraint="3 to 63 lower-case letters, digits and hyphens"
        value={alias}
        onChange={setAlias}
      />
    </FormDialog>
  );
}
