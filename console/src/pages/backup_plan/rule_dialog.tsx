/** The dialog that adds a rule to a plan, or changes one. */

import type { BackupRule } from "@aws-sdk/client-backup";
import { useRef, useState } from "react";
import { useWrite } from "@/aws/queries";
import type { WholePlan } from "@/backup_plans/plan";
import { PLANS, useVaultNames } from "@/backup_plans/reads";
import type { RuleDraft } from "@/backup_plans/rule_draft";
import { draftOf, NEW_RULE, ruleErrors } from "@/backup_plans/rule_draft";
import { RuleFields } from "@/backup_plans/rule_fields";
import { focusFirstError } from "@/parts/first_error";
import { FormDialog } from "@/parts/form_dialog";
import { isComplete } from "@/parts/is_complete";
import { saveRule } from "./requests";

interface Properties {
  readonly plan: WholePlan;
  /** The rule that is changed. Absent: one is added. */
  readonly rule: BackupRule | undefined;
  readonly onClose: () => void;
}

export function RuleDialog({ plan, rule, onClose }: Properties) {
  const [draft, setDraft] = useState(() => (rule ? draftOf(rule) : NEW_RULE));
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const vaults = useVaultNames();
  const save = useWrite(
    (clients, written: RuleDraft) => saveRule(clients, plan, { draft: written, rule }, vaults.data),
    {
      changes: [...PLANS, "ListBackupVaults"],
      showsFailure: true,
      done: ({ name }) => `The backup rule ${name} was saved.`,
      onSuccess: onClose,
    },
  );
  const errors = ruleErrors(draft);
  const submit = () => {
    setTried(true);
    if (isComplete(errors)) save.mutate(draft);
    else focusFirstError(form.current);
  };
  return (
    <FormDialog
      title={rule ? "Edit backup rule" : "Add backup rule"}
      action={rule ? "Save changes" : "Add backup rule"}
      size="large"
      isRunning={save.isPending}
      error={save.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <div ref={form}>
        <RuleFields
          rule={draft}
          set={(part) => setDraft({ ...draft, ...part })}
          errors={isTried ? errors : {}}
        />
      </div>
    </FormDialog>
  );
}
