/** The dialog that goes on as a role. */

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/parts/form_dialog";
import { nameOf } from "./principal";
import { useRegion } from "./region";
import { switchRole, useSession } from "./session";
import { byRole } from "./sign_in_ways";

export function SwitchRole({ onClose }: { readonly onClose: () => void }) {
  const session = useSession();
  const region = useRegion();
  const [account, setAccount] = useState(session.accountId);
  const [role, setRole] = useState("");
  const attempt = useMutation({
    mutationFn: () => {
      const arn = `arn:aws:iam::${account}:role/${role}`;
      const sessionName = nameOf(session.arn)
        .replace(/[^\w+=,.@-]/g, "-")
        .slice(0, 64);
      return byRole(session, { arn, sessionName }, region);
    },
    onSuccess: (chosen) => {
      switchRole(chosen);
      onClose();
    },
  });
  return (
    <FormDialog
      title="Switch role"
      action="Switch role"
      onSubmit={() => attempt.mutate()}
      onClose={onClose}
      isReady={role !== ""}
      isRunning={attempt.isPending}
      error={attempt.error}
    >
      <FormField label="Account ID">
        <Input value={account} onChange={({ detail }) => setAccount(detail.value)} />
      </FormField>
      <FormField label="Role name" description="With its path, if it has one.">
        <Input value={role} onChange={({ detail }) => setRole(detail.value)} />
      </FormField>
    </FormDialog>
  );
}
