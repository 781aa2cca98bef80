/** The form that schedules backups of a table with AWS Backup. */

import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
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
import type { RuleDraft } from "@/backup_plans/rule_draft";
import { RuleFields } from "@/backup_plans/rule_fields";
import { address, linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { focusFirstError } from "@/parts/first_error";
import type { Draft, Errors } from "./draft";
import { canBeSent, errorsOf, newDraft } from "./draft";
import { PlanSection } from "./plan_section";
import { scheduleBackup } from "./requests";
import { ResourcesSection } from "./resources_section";

export default function ScheduleBackup() {
  const [link] = useSearchParams();
  const table = link.get("table") ?? "";
  const planId = link.get("plan") ?? "";
  // Another link begins again.
  return <ScheduleForm key={link.toString()} table={table} planId={planId} />;
}

interface FormProperties {
  /** The table that is chosen at first. Empty: none. */
  readonly table: string;
  /** The plan that is chosen at first. Empty: a new one is made. */
  readonly planId: string;
}

function ScheduleForm({ table, planId }: FormProperties) {
  const region = useRegion();
  const [draft, setDraft] = useState(() => newDraft(table, planId));
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
    if (canBeSent(errors)) creation.mutate(draft);
    else focusFirstError(form.current);
  };
  const set = (part: Partial<Draft>) => {
    const changed = { ...draft, ...part };
    setDraft(changed);
    if (shown) show(errorsOf(changed));
  };
  const setRule = (part: Partial<RuleDraft>) => set({ rule: { ...draft.rule, ...part } });
  const properties = { draft, set, errors: shown ?? {} };
  const back = pageAbove(table, planId);
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
              <Container header={<Header variant="h2">Backup rule</Header>}>
                <RuleFields rule={draft.rule} set={setRule} errors={shown?.rule ?? {}} />
              </Container>
            )}
            <ResourcesSection {...properties} />
          </SpaceBetween>
        </Form>
      </form>
    </ContentLayout>
  );
}

function pageAbove(table: string, planId: string): string[] {
  if (planId !== "") return ["backup-plans", planId, "resources"];
  return table === "" ? ["backups"] : ["tables", table, "backups"];
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
