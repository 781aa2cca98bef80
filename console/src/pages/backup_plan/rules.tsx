/** The rules of a plan: when backups are made, where they are, how long they stay. */

import type { BackupRule } from "@aws-sdk/client-backup";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { WholePlan } from "@/backup_plans/plan";
import { coldText, keptText, ruleSchedule } from "@/backup_plans/plan_words";
import { timeText } from "@/parts/amounts";
import type { Column } from "@/parts/list_table";
import { ListTable, single } from "@/parts/list_table";
import { DeleteRule } from "./delete_rule";
import { RuleDialog } from "./rule_dialog";
import { nextOf, windowText } from "./rule_words";

interface Row {
  readonly rule: BackupRule;
  readonly next: string;
}

/** What a dialog is about. It stays as it was when the dialog opened, whatever others write. */
interface Dialog {
  readonly kind: "add" | "edit" | "delete";
  readonly plan: WholePlan;
  /** Absent: a new one. */
  readonly rule?: BackupRule;
}

export function Rules({ plan }: { readonly plan: WholePlan }) {
  const { rules } = plan.details;
  const [selectedName, select] = useState<string>();
  const [dialog, show] = useState<Dialog>();
  const close = () => show(undefined);
  const rows = rules.map((rule): Row => ({
    rule,
    next: nextOf(rule, plan.details.runs, timeText),
  }));
  const chosen = rows.find(({ rule }) => rule.RuleName === selectedName);
  const open = (kind: Dialog["kind"]) =>
    show({ kind, plan, ...(chosen && kind !== "add" && { rule: chosen.rule }) });
  return (
    <>
      <ListTable
        id="backup-rules"
        title="Backup rules"
        noun="backup rule"
        variant="container"
        items={rows}
        columns={COLUMNS}
        nameOf={({ rule }) => rule.RuleName ?? ""}
        selection={single(chosen, (row) => select(row?.rule.RuleName))}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              disabled={chosen === undefined || rules.length === 1}
              disabledReason={rules.length === 1 ? "A plan has at least one rule." : undefined}
              onClick={() => open("delete")}
            >
              Delete
            </Button>
            <Button disabled={chosen === undefined} onClick={() => open("edit")}>
              Edit
            </Button>
            <Button onClick={() => open("add")}>Add backup rule</Button>
          </SpaceBetween>
        }
        empty="The plan has no rules."
      />
      {dialog?.kind === "delete" && dialog.rule ? (
        <DeleteRule plan={dialog.plan} rule={dialog.rule} onClose={close} />
      ) : (
        dialog && <RuleDialog plan={dialog.plan} rule={dialog.rule} onClose={close} />
      )}
    </>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: "name",
    header: "Backup rule",
    cell: ({ rule }) => rule.RuleName,
    sortedBy: ({ rule }) => rule.RuleName ?? "",
    width: 180,
  },
  {
    id: "schedule",
    header: "Schedule",
    cell: ({ rule }) => ruleSchedule(rule),
    sortedBy: ({ rule }) => ruleSchedule(rule),
    width: 280,
  },
  { id: "next", header: "Next run", cell: ({ next }) => next, width: 240 },
  {
    id: "vault",
    header: "Backup vault",
    cell: ({ rule }) => rule.TargetBackupVaultName,
    sortedBy: ({ rule }) => rule.TargetBackupVaultName ?? "",
    width: 150,
  },
  { id: "kept", header: "Retention", cell: ({ rule }) => keptText(rule), width: 120 },
  { id: "cold", header: "To cold storage after", cell: ({ rule }) => coldText(rule), width: 180 },
  {
    id: "start",
    header: "Start within",
    cell: ({ rule }) => windowText(rule.StartWindowMinutes),
    width: 130,
  },
  {
    id: "complete",
    header: "Complete within",
    cell: ({ rule }) => windowText(rule.CompletionWindowMinutes),
    width: 150,
  },
];
