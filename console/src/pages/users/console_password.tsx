/** The console password of a user: set, change, remove. */

import {
  CreateLoginProfileCommand,
  GetLoginProfileCommand,
  UpdateLoginProfileCommand,
} from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { deletePassword, isMissing } from "@/access/deletions";
import type { PasswordChoice } from "@/access/password_fields";
import { NEW_PASSWORD, PasswordFields } from "@/access/password_fields";
import { newPassword } from "@/access/passwords";
import { RetrievePassword } from "@/access/retrieve_password";
import { Failure } from "@/aws/failure";
import { useRead, useWrite } from "@/aws/queries";
import { timeText } from "@/parts/amounts";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { FormDialog } from "@/parts/form_dialog";

const CHANGES = ["GetLoginProfile"];

export function ConsolePassword({ userName }: { readonly userName: string }) {
  const profile = useRead(["GetLoginProfile", userName], async ({ iam }) => {
    try {
      const answer = await iam.send(new GetLoginProfileCommand({ UserName: userName }));
      return answer.LoginProfile ?? null;
    } catch (thrown) {
      if (isMissing(thrown)) return null;
      throw thrown;
    }
  });
  const [open, setOpen] = useState<"set" | "remove">();
  const hasPassword = profile.data != null;
  const address = `${window.location.origin}/console/`;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {hasPassword && (
                <Button onClick={() => setOpen("remove")}>Disable console access</Button>
              )}
              <Button disabled={profile.data === undefined} onClick={() => setOpen("set")}>
                {hasPassword ? "Update console password" : "Enable console access"}
              </Button>
            </SpaceBetween>
          }
        >
          Console sign-in
        </Header>
      }
    >
      <Failure of={profile.error} />
      {profile.data === null && (
        <Box color="text-body-secondary">
          The user has no console password. Access keys work without one.
        </Box>
      )}
      {profile.data != null && (
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Console sign-in link", value: address },
            { label: "Console password", value: `Set on ${timeText(profile.data.CreateDate)}` },
            {
              label: "Must be changed at the next sign-in",
              value: profile.data.PasswordResetRequired ? "Yes" : "No",
            },
          ]}
        />
      )}
      {open === "set" && (
        <SetPassword userName={userName} isNew={!hasPassword} onClose={() => setOpen(undefined)} />
      )}
      {open === "remove" && (
        <RemovePassword userName={userName} onClose={() => setOpen(undefined)} />
      )}
    </Container>
  );
}

interface SetProperties {
  readonly userName: string;
  readonly isNew: boolean;
  readonly onClose: () => void;
}

function SetPassword({ userName, isNew, onClose }: SetProperties) {
  const [choice, setChoice] = useState<PasswordChoice>(NEW_PASSWORD);
  const [made, setMade] = useState<string>();
  const save = useWrite(
    async ({ iam }, password: string) => {
      const input = {
        UserName: userName,
        Password: password,
        PasswordResetRequired: choice.mustChange,
      };
      if (isNew) await iam.send(new CreateLoginProfileCommand(input));
      else await iam.send(new UpdateLoginProfileCommand(input));
    },
    {
      changes: CHANGES,
      done: () => `The console password of ${userName} was set.`,
      onSuccess: (_, password) => (choice.isOwn ? onClose() : setMade(password)),
      showsFailure: true,
    },
  );
  if (made !== undefined) {
    return <RetrievePassword userName={userName} password={made} onDone={onClose} />;
  }
  return (
    <FormDialog
      title={isNew ? "Enable console access" : "Update console password"}
      action={isNew ? "Enable console access" : "Update password"}
      isReady={!choice.isOwn || choice.own !== ""}
      isRunning={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(choice.isOwn ? choice.own : newPassword())}
      onClose={onClose}
    >
      <PasswordFields choice={choice} onChange={setChoice} />
    </FormDialog>
  );
}

function RemovePassword({ userName, onClose }: Omit<SetProperties, "isNew">) {
  const remove = useWrite(({ iam }) => deletePassword(iam, userName), {
    changes: CHANGES,
    done: () => `${userName} can no longer sign in to the console.`,
    onSuccess: onClose,
    showsFailure: true,
  });
  return (
    <ConfirmDialog
      title="Disable console access?"
      action="Disable access"
      isRunning={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(null)}
      onClose={onClose}
    >
      <div>
        The password is deleted, and sessions that began with it end. Access keys still work.
      </div>
    </ConfirmDialog>
  );
}
