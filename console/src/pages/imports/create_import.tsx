/** Imports a new table in three steps: source, table, review. */

import { ImportTableCommand } from "@aws-sdk/client-dynamodb";
import type { ImportTableCommandInput } from "@aws-sdk/client-dynamodb";
import Wizard from "@cloudscape-design/components/wizard";
import { useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { WIZARD_WORDS } from "@/access/wizard_words";
import { useWrite } from "@/aws/queries";
import { address } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { NEW_TABLE } from "@/pages/create_table/draft";
import { tableErrors } from "@/pages/create_table/rules";
import { focusFirstError } from "@/parts/first_error";
import { importInput } from "./request";
import { ReviewStep } from "./review_step";
import { isComplete, newSource, sourceErrors } from "./source";
import { SourceStep } from "./source_step";
import { TableStep } from "./table_step";

export default function CreateImport() {
  const [link] = useSearchParams();
  // Another link begins again.
  return <ImportForm key={link.toString()} link={link} />;
}

function ImportForm({ link }: { readonly link: URLSearchParams }) {
  const region = useRegion();
  const navigate = useNavigate();
  const [step, setStep] = useState(0);
  // The errors of a step are shown when the user wants to leave it.
  const [checkedSteps, setChecked] = useState(0);
  const [source, setSource] = useState(() => newSource(link));
  const [table, setTable] = useState(NEW_TABLE);
  const form = useRef<HTMLDivElement>(null);
  const start = useStart();
  const ofSource = sourceErrors(source);
  const ofTable = tableErrors(table);
  const isReady = [isComplete(ofSource), Object.keys(ofTable).length === 0];
  const goTo = (wanted: number) => {
    const wrong = isReady.indexOf(false);
    const next = wrong === -1 ? wanted : Math.min(wanted, wrong);
    setChecked(Math.max(checkedSteps, wanted));
    setStep(next);
    if (next < wanted) focusFirstError(form.current);
  };
  return (
    <div ref={form}>
      <Wizard
        i18nStrings={{ ...WIZARD_WORDS, submitButton: "Import" }}
        activeStepIndex={step}
        isLoadingNextStep={start.isPending}
        onNavigate={({ detail }) => goTo(detail.requestedStepIndex)}
        onCancel={() => void navigate(address(region, "imports"))}
        onSubmit={() => start.mutate(importInput(source, table))}
        steps={[
          {
            title: "Import options",
            content: (
              <SourceStep
                source={source}
                onChange={setSource}
                errors={checkedSteps > 0 ? ofSource : {}}
              />
            ),
          },
          {
            title: "Destination table",
            content: (
              <TableStep
                draft={table}
                onChange={setTable}
                errors={checkedSteps > 1 ? ofTable : {}}
              />
            ),
          },
          {
            title: "Review and import",
            content: (
              <ReviewStep input={importInput(source, table)} error={start.error} onEdit={setStep} />
            ),
          },
        ]}
      />
    </div>
  );
}

/** Starts the import, then goes to the list, which shows how it ends. */
function useStart() {
  const region = useRegion();
  const navigate = useNavigate();
  return useWrite(
    ({ dynamodb }, input: ImportTableCommandInput) => dynamodb.send(new ImportTableCommand(input)),
    {
      changes: ["ListImports", "ListTables"],
      showsFailure: true,
      done: ({ TableCreationParameters: table }) =>
        `The import into the new table ${table?.TableName ?? ""} has started.`,
      onSuccess: () => void navigate(address(region, "imports")),
    },
  );
}
