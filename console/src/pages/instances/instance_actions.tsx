/** What can be done with an instance: its state, its role. */

import type { Instance } from "@aws-sdk/client-ec2";
import {
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useWrite } from "@/aws/queries";
import { ModifyRole } from "./modify_role";
import { TerminateInstance } from "./terminate_instance";

type Action = "start" | "stop" | "reboot";
const DONE: Readonly<Record<Action, string>> = {
  start: "Started",
  stop: "Stopped",
  reboot: "Rebooted",
};

/** Absent: no instance is chosen. */
export function InstanceActions({ instance }: { readonly instance: Instance | undefined }) {
  const [open, setOpen] = useState<"role" | "terminate">();
  const id = instance?.InstanceId;
  const state = instance?.State?.Name;
  const change = useWrite(
    async ({ ec2 }, action: Action) => {
      const input = { InstanceIds: id === undefined ? [] : [id] };
      if (action === "start") await ec2.send(new StartInstancesCommand(input));
      else if (action === "stop") await ec2.send(new StopInstancesCommand(input));
      else await ec2.send(new RebootInstancesCommand(input));
    },
    {
      changes: ["DescribeInstances"],
      done: (action) => `${DONE[action]}: ${id ?? ""}.`,
    },
  );
  const close = () => setOpen(undefined);
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ButtonDropdown
        disabled={id === undefined}
        loading={change.isPending}
        items={[
          { id: "stop", text: "Stop instance", disabled: state !== "running" },
          { id: "start", text: "Start instance", disabled: state !== "stopped" },
          { id: "reboot", text: "Reboot instance", disabled: state !== "running" },
          { id: "terminate", text: "Terminate instance", disabled: state === "terminated" },
        ]}
        onItemClick={({ detail }) => {
          if (detail.id === "terminate") setOpen("terminate");
          else if (detail.id === "start" || detail.id === "stop" || detail.id === "reboot") {
            change.mutate(detail.id);
          }
        }}
      >
        Instance state
      </ButtonDropdown>
      <ButtonDropdown
        disabled={id === undefined}
        items={[
          {
            text: "Security",
            items: [
              {
                id: "role",
                text: "Modify IAM role",
                disabled: state !== "running" && state !== "stopped",
              },
            ],
          },
        ]}
        expandableGroups
        onItemClick={() => setOpen("role")}
      >
        Actions
      </ButtonDropdown>
      {open === "role" && instance && <ModifyRole instance={instance} onClose={close} />}
      {open === "terminate" && id !== undefined && <TerminateInstance id={id} onClose={close} />}
    </SpaceBetween>
  );
}
