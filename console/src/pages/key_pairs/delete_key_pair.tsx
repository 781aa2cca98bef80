import type { KeyPairInfo } from "@aws-sdk/client-ec2";
import { DeleteKeyPairCommand } from "@aws-sdk/client-ec2";
import { useWrite } from "@/aws/queries";
import { ConfirmDialog } from "@/parts/confirm_dialog";

interface Properties {
  readonly pair: KeyPairInfo;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

/** Asks before a key pair is deleted. */
export function DeleteKeyPair({ pair, onClose, onDeleted }: Properties) {
  const { KeyName: name = "", KeyPairId } = pair;
  const deletion = useWrite(
    ({ ec2 }, id: string | undefined) => ec2.send(new DeleteKeyPairCommand({ KeyPairId: id })),
    {
      changes: ["DescribeKeyPairs"],
      showsFailure: true,
      done: () => `Key pair ${name} deleted.`,
      onSuccess: () => {
        onClose();
        onDeleted?.();
      },
    },
  );
  return (
    <ConfirmDialog
      title="Delete key pair"
      action="Delete"
      word="Delete"
      isRunning={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate(KeyPairId)}
      onClose={onClose}
    >
      <div>
        The public key of <strong>{name}</strong> is deleted for good. Instances that name it stay
        as they are.
      </div>
    </ConfirmDialog>
  );
}
