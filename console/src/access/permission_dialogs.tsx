/** The dialogs of the list of policies. */

import Alert from "@cloudscape-design/components/alert";
import Modal from "@cloudscape-design/components/modal";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { CodeEditor } from "@/parts/code_editor";
import { FormDialog } from "@/parts/form_dialog";
import { indented, NEW_POLICY } from "./documents";
import { Field } from "./field";
import { POLICIES_OF } from "./holders";
import { CHANGED_BY_POLICIES } from "./changed";
import { PolicyChoice } from "./policy_choice";
import { PolicyEditor } from "./policy_editor";
import type { HeldPolicy } from "./reads";
import { useHeldDocument } from "./reads";
import type { Arn, Holder, HolderKind } from "./types";

interface AttachProperties {
  readonly to: Holder;
  readonly held: readonly HeldPolicy[];
  readonly onClose: () => void;
}

export function AttachPolicies({ to, held, onClose }: AttachProperties) {
  const [chosen, choose] = useState<Arn[]>([]);
  const attach = useWrite(
    async ({ iam }, arns: readonly Arn[]) => {
      for (const arn of arns) await POLICIES_OF[to.kind].attach(iam, to.name, arn);
    },
    {
      changes: CHANGED_BY_POLICIES,
      done: (arns) => `Policies attached to ${to.kind} ${to.name}: ${String(arns.length)}.`,
      onSuccess: onClose,
      showsFailure: true,
    },
  );
  return (
    <FormDialog
      title={`Attach policies to ${to.name}`}
      action="Attach policies"
      size="large"
      isReady={chosen.length > 0}
      isRunning={attach.isPending}
      error={attach.error}
      onSubmit={() => attach.mutate(chosen)}
      onClose={onClose}
    >
      <PolicyChoice
        chosen={chosen}
        onChange={choose}
        without={held.flatMap(({ arn }) => (arn === undefined ? [] : [arn]))}
      />
    </FormDialog>
  );
}

// Source: IAM User Guide, "IAM and AWS STS quotas": all inline policies together.
const LIMITS: Readonly<Record<HolderKind, number>> = { user: 2048, group: 5120, role: 10240 };

interface InlineProperties {
  readonly of: Holder;
  /** Absent: a new one. */
  readonly policy?: HeldPolicy;
  readonly onClose: () => void;
}

export function InlinePolicy(properties: InlineProperties) {
  const { of: holder, policy, onClose } = properties;
  if (policy === undefined) {
    return <InlineForm of={holder} name="" text={NEW_POLICY} onClose={onClose} />;
  }
  return <ExistingInline of={holder} policy={policy} onClose={onClose} />;
}

function ExistingInline({ of: holder, policy, onClose }: Required<InlineProperties>) {
  const document = useHeldDocument(holder, policy);
  if (document.data !== undefined) {
    return (
      <InlineForm
        of={holder}
        name={policy.name}
        text={indented(document.data)}
        isOld
        onClose={onClose}
      />
    );
  }
  return (
    <Modal visible header={policy.name} onDismiss={onClose} closeAriaLabel="Close">
      {document.error ? <Failure of={document.error} /> : <Spinner />}
    </Modal>
  );
}

interface FormProperties {
  readonly of: Holder;
  readonly name: string;
  readonly text: string;
  readonly isOld?: boolean;
  readonly onClose: () => void;
}

function InlineForm(properties: FormProperties) {
  const { of: holder, isOld = false, onClose } = properties;
  const [name, setName] = useState(properties.name);
  const [text, setText] = useState(properties.text);
  const save = useWrite(({ iam }) => POLICIES_OF[holder.kind].put(iam, holder.name, name, text), {
    changes: CHANGED_BY_POLICIES,
    done: () => `The inline policy ${name} was saved.`,
    onSuccess: onClose,
    showsFailure: true,
  });
  return (
    <FormDialog
      title={isOld ? `Edit ${properties.name}` : "Create inline policy"}
      action={isOld ? "Save changes" : "Create policy"}
      size="large"
      isReady={name !== ""}
      isRunning={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(null)}
      onClose={onClose}
    >
      {!isOld && <Field label="Policy name" value={name} onChange={setName} />}
      <PolicyEditor
        label="Policy document"
        kind="identity"
        value={text}
        onChange={setText}
        limit={LIMITS[holder.kind]}
      />
    </FormDialog>
  );
}

export function ShownPolicy({ of: holder, policy, onClose }: Required<InlineProperties>) {
  const document = useHeldDocument(holder, policy);
  return (
    <Modal visible header={policy.name} size="large" onDismiss={onClose} closeAriaLabel="Close">
      <Failure of={document.error} />
      {document.data === undefined ? (
        document.error === null && <Spinner />
      ) : document.data === "" ? (
        <Alert type="warning">The answer of the server has no document.</Alert>
      ) : (
        <CodeEditor
          label="Policy document"
          language="json"
          value={indented(document.data)}
          isReadOnly
        />
      )}
    </Modal>
  );
}
