/** One import: where it comes from, the table that it made, how it ended, and what was wrong. */

import { usePathNames } from "@/frame/path_names";
import type { ImportTableDescription } from "@aws-sdk/client-dynamodb";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { DetailPage } from "@/access/detail_page";
import { ListButtons } from "@/access/list_buttons";
import { countText, sizeText, timeText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { Facts } from "@/transfers/facts";
import { useImport } from "@/transfers/reads";
import { TableLink } from "@/transfers/table_link";
import { TransferFailure } from "@/transfers/transfer_failure";
import { TransferStatus } from "@/transfers/transfer_status";
import { idIn } from "@/transfers/words";
import { ErrorList } from "./error_list";
import { sourceFacts, tableFacts } from "./import_facts";

export default function Import() {
  const { arn = "" } = usePathNames();
  const read = useImport(arn);
  const made = read.data;
  return (
    <DetailPage
      title={`Import ${idIn(arn)}`}
      error={read.error}
      actions={
        <ListButtons what="import" operations={["DescribeImport", "ListImportErrors"]}>
          {null}
        </ListButtons>
      }
    >
      {made && (
        <SpaceBetween size="l">
          {made.FailureCode !== undefined && (
            <TransferFailure code={made.FailureCode} message={made.FailureMessage} />
          )}
          <Facts title="Import details" facts={detailsOf(made, arn)} />
          <Facts title="Source" facts={sourceFacts(made)} />
          <Facts
            title="Destination table"
            facts={[
              { label: "Table name", value: <TableLink arn={arn} /> },
              ...tableFacts(made.TableCreationParameters),
            ]}
          />
          {(made.ErrorCount ?? 0) > 0 && <ErrorList arn={arn} count={made.ErrorCount ?? 0} />}
        </SpaceBetween>
      )}
    </DetailPage>
  );
}

function detailsOf(made: ImportTableDescription, arn: string) {
  return [
    { label: "Status", value: <TransferStatus status={made.ImportStatus} /> },
    { label: "Items imported", value: countText(made.ImportedItemCount) },
    { label: "Errors", value: countText(made.ErrorCount) },
    { label: "Items processed", value: countText(made.ProcessedItemCount) },
    { label: "Size processed", value: sizeText(made.ProcessedSizeBytes) },
    { label: "Start time", value: timeText(made.StartTime) },
    { label: "End time", value: timeText(made.EndTime) },
    { label: "Client token", value: made.ClientToken ?? "-" },
    { label: "Import ARN", value: <Copyable text={arn} what="the ARN of the import" /> },
  ];
}
