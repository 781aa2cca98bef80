/** The form that schedules backups of a table with AWS Backup. */

import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { arnOfTable } from "@/backup_plans/plan_words";
import { PLANS, useVaultNames } from "@/backup_plans/reads";
import { address, linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { focusFirstError } from "@/parts/first_error";
import type { Draft, Errors } from "./draft";
import { errorsOf, isComplete, newDraft } from "./draft";
import { PlanSection } from "./plan_section";
import { scheduleBackup } from "./requests";
import { ResourcesSection } from "./resources_section";
import { RuleSection } from "./rule_section";

export default function ScheduleBackup() {
  const [link] = useSearchParams();
  const table = link.get("table") ?? "";
  // Another link begins again.
  return <ScheduleForm key={table} table={table} />;
}

/** table: the table that is chosen at first. Empty: none. */
function ScheduleForm({ table }: { readonly table: string }) {
  const region = useRegion();
  const [draft, setDraft] = useState(() => newDraft(table));
  const [shown, show] = useState<Errors>();
  const form = useRef<HTMLFormElement>(null);
  const vaults = useVaultNames();
  const creation = useCreation(vaults.data);
  useEffect(() => {
    if (creation.error) form.current?.scrollIntoView({ block: "start" });
  }, [creation.error]);
  const submit = () => {
    const errors = errorsOf(draft);
    show(errors);
    if (isComplete(errors)) creation.mutate(draft);
    else focusFirstError(form.current);
  };
  const set = (part: Partial<Draft>) => {
    const changed = { ...draft, ...part };
    setDraft(changed);
    if (shown) show(errorsOf(changed));
  };
  const properties = { draft, set, errors: shown ?? {} };
  const back = table === "" ? ["backups"] : ["tables", table, "backups"];
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="A backup plan of AWS Backup makes backups of a table by a schedule and deletes them after some days."
        >
          Schedule backup
        </Header>
      }
    >
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" formAction="none" href={linkTo(region, ...back)}>
                Cancel
              </Button>
              <Button variant="primary" loading={creation.isPending}>
                Schedule backup
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            <Failure of={creation.error} />
            <PlanSection {...properties} />
            {draft.way === "new" && (
              <RuleSection {...properties} vaults={vaults.data} failure={vaults.error} />
            )}
            <ResourcesSection {...properties} />
          </SpaceBetween>
        </Form>
      </form>
    </ContentLayout>
  );
}

/** vaults: the names of those that exist. Absent: they are not known. */
function useCreation(vaults: readonly string[] | undefined) {
  const region = useRegion();
  const { accountId } = useSession();
  const navigate = useNavigate();
  return useWrite(
    (clients, draft: Draft) =>
      scheduleBackup(clients, draft, arnOfTable(region, accountId, draft.table), vaults),
    {
      changes: [...PLANS, "ListBackupVaults", "ListRoles"],
      showsFailure: true,
      done: ({ table }) => `The backups of ${table} are scheduled.`,
      onSuccess: (_, { table }) => void navigate(address(region, "tables", table, "backups")),
    },
  );
}
