/** Restores a table as it was at a second. */

import { RestoreTableToPointInTimeCommand } from "@aws-sdk/client-dynamodb";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { isRecoveryOn, useRecovery } from "@/backups/reads";
import { linkTo } from "@/frame/address";
import { usePathNames } from "@/frame/path_names";
import { useRegion } from "@/frame/region";
import { fieldsOf, secondsOf } from "@/pages/table/ttl_preview";
import { UtcFields, utcText } from "@/parts/utc_fields";
import { ChangesPanel } from "./changes_panel";
import type { MomentDraft } from "./request";
import { NEW_RESTORE, restoreErrors, toTimeInput } from "./request";
import { RestoreForm } from "./restore_form";
import { useRestore } from "./use_restore";

export default function RestoreToTime() {
  const { name = "" } = usePathNames();
  const region = useRegion();
  const [draft, setDraft] = useState(NEW_RESTORE);
  const [moment, setMoment] = useState<MomentDraft>(() => ({
    isLatest: true,
    ...fieldsOf(new Date()),
  }));
  const restore = useRestore(draft.name, ({ dynamodb }, input: ReturnType<typeof toTimeInput>) =>
    dynamodb.send(new RestoreTableToPointInTimeCommand(input)),
  );
  return (
    <RestoreForm
      title={`Restore ${name} to a point in time`}
      draft={draft}
      onChange={setDraft}
      errors={restoreErrors(draft, moment)}
      source={(errors) => (
        <Moment table={name} moment={moment} onChange={setMoment} error={errors.moment} />
      )}
      cancelHref={linkTo(region, "tables", name, "backups")}
      onRestore={() => restore.mutate(toTimeInput(name, draft, moment))}
      isRunning={restore.isPending}
      error={restore.error}
    />
  );
}

interface MomentProperties {
  readonly table: string;
  readonly moment: MomentDraft;
  readonly onChange: (moment: MomentDraft) => void;
  readonly error: string | undefined;
}

function Moment({ table, moment, onChange, error }: MomentProperties) {
  const recovery = useRecovery(table);
  const window = recovery.data?.PointInTimeRecoveryDescription;
  return (
    <Container header={<Header variant="h2">Restore point</Header>}>
      <SpaceBetween size="m">
        <Failure of={recovery.error} />
        {recovery.data && !isRecoveryOn(recovery.data) ? (
          <Box>Point-in-time recovery of {table} is off. It cannot be restored.</Box>
        ) : (
          <KeyValuePairs
            columns={3}
            items={[
              {
                label: "Earliest restore point",
                value: utcText(window?.EarliestRestorableDateTime),
              },
              { label: "Latest restore point", value: utcText(window?.LatestRestorableDateTime) },
            ]}
          />
        )}
        <FormField label="Restore to">
          <RadioGroup
            value={moment.isLatest ? "latest" : "time"}
            items={[
              {
                value: "latest",
                label: "Latest restorable time",
                description: "The last second that has ended.",
              },
              {
                value: "time",
                label: "Date and time",
                description: "The new table has every change of that second, and none after it.",
              },
            ]}
            onChange={({ detail }) => onChange({ ...moment, isLatest: detail.value === "latest" })}
          />
        </FormField>
        {!moment.isLatest && (
          <UtcFields
            what="Restore"
            value={moment}
            onChange={(changed) => onChange({ ...moment, ...changed })}
            error={error}
          />
        )}
        {!moment.isLatest && isRecoveryOn(recovery.data) && (
          <Changes table={table} moment={moment} onChange={onChange} />
        )}
      </SpaceBetween>
    </Container>
  );
}

/** Nothing is counted before the user asks for it. */
function Changes({ table, moment, onChange }: Omit<MomentProperties, "error">) {
  const [isShown, show] = useState(false);
  const second = secondsOf(moment.day, moment.time);
  if (second === undefined) return null;
  if (!isShown) {
    return (
      <Button formAction="none" onClick={() => show(true)}>
        Show what changed when
      </Button>
    );
  }
  return (
    <ChangesPanel
      table={table}
      second={second}
      onChoose={(chosen) => onChange({ isLatest: false, ...fieldsOf(new Date(chosen * 1000)) })}
    />
  );
}
