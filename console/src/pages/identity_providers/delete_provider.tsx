import { DeleteOpenIDConnectProviderCommand } from "@aws-sdk/client-iam";
import type { Arn } from "@/access/types";
import { useWrite } from "@/aws/queries";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { urlOf } from "./provider_words";
import { PROVIDERS } from "./reads";

interface Properties {
  readonly arn: Arn;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Asks before a provider is deleted. */
export function DeleteProvider({ arn, onClose, onDeleted }: Properties) {
  const deletion = useWrite(
    ({ iam }, OpenIDConnectProviderArn: Arn) =>
      iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })),
    {
      changes: [PROVIDERS],
      showsFailure: true,
      done: () => `Identity provider ${urlOf(arn)} deleted.`,
      onSuccess: () => {
        onClose();
        onDeleted();
      },
    },
  );
  return (
    <ConfirmDialog
      title="Delete identity provider"
      action="Delete"
      word="confirm"
      isRunning={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate(arn)}
      onClose={onClose}
    >
      <div>
        Users of <strong>{urlOf(arn)}</strong> can get no more credentials for a role. Roles that
        trust it stay as they are.
      </div>
    </ConfirmDialog>
  );
}
