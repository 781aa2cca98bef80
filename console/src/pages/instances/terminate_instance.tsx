import { TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { useWrite } from "@/aws/queries";
import { ConfirmDialog } from "@/parts/confirm_dialog";

interface Properties {
  readonly id: string;
  readonly onClose: () => void;
}

/** Asks before an instance is terminated. */
export function TerminateInstance({ id, onClose }: Properties) {
  const terminate = useWrite(
    ({ ec2 }) => ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] })),
    {
      changes: ["DescribeInstances"],
      done: () => `Terminated: ${id}.`,
      onSuccess: onClose,
      showsFailure: true,
    },
  );
  return (
    <ConfirmDialog
      title="Terminate instance?"
      action="Terminate"
      isRunning={terminate.isPending}
      error={terminate.error}
      onConfirm={() => terminate.mutate(null)}
      onClose={onClose}
    >
      <div>
        {id} cannot be started again. Programs that run on it get no more credentials of its role.
      </div>
    </ConfirmDialog>
  );
}
