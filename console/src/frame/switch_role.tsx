/** The dialog that goes on as a role. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "@/aws/failure";
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
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
        <Button
          variant="primary"
          loading={attempt.isPending}
          disabled={role === ""}
          onClick={() => attempt.mutate()}
        >
          Switch role
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible header="Switch role" onDismiss={onClose} footer={footer}>
      <SpaceBetween size="m">
        <FormField label="Account ID">
          <Input value={account} onChange={({ detail }) => setAccount(detail.value)} />
        </FormField>
        <FormField label="Role name" description="With its path, if it has one.">
          <Input value={role} onChange={({ detail }) => setRole(detail.value)} />
        </FormField>
        <Failure of={attempt.error} />
      </SpaceBetween>
    </Modal>
  );
}
