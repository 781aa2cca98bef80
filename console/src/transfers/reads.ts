/** Reads of exports and imports. What is in progress is read again each second. */

import type {
  ExportDescription,
  ExportSummary,
  ImportSummary,
  ImportTableDescription,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeExportCommand,
  DescribeImportCommand,
  ListExportsCommand,
  ListImportsCommand,
} from "@aws-sdk/client-dynamodb";
import type { UseQueryResult } from "@tanstack/react-query";
import { present } from "@/aws/present";
import { allPages } from "@/aws/all_pages";
import { useRead } from "@/aws/queries";
import { isRunning, newestFirst } from "./words";

const CHANGING_MS = 1000;
/** The most that one request may ask for. */
const PAGE = 25;

/** Exports of the last 90 days, newest first. tableArn: absent for those of all tables. */
export function useExports(tableArn?: string): UseQueryResult<ExportSummary[]> {
  return useRead(
    ["ListExports", { TableArn: tableArn }],
    async ({ dynamodb }) => {
      const found = await allPages<ExportSummary, string>(async (NextToken) => {
        const answer = await dynamodb.send(
          new ListExportsCommand({ TableArn: tableArn, MaxResults: PAGE, NextToken }),
        );
        return { items: answer.ExportSummaries, next: answer.NextToken };
      });
      return newestFirst(found, ({ ExportArn }) => ExportArn);
    },
    { every: (list) => pause(list?.some(({ ExportStatus }) => isRunning(ExportStatus))) },
  );
}

export function useExport(arn: string): UseQueryResult<ExportDescription> {
  return useRead(
    ["DescribeExport", { ExportArn: arn }],
    async ({ dynamodb }) => {
      const answer = await dynamodb.send(new DescribeExportCommand({ ExportArn: arn }));
      return present(answer.ExportDescription, "export");
    },
    { every: (newest) => pause(isRunning(newest?.ExportStatus)) },
  );
}

/** Imports of the last 90 days, newest first. */
export function useImports(): UseQueryResult<ImportSummary[]> {
  return useRead(
    ["ListImports"],
    async ({ dynamodb }) => {
      const found = await allPages<ImportSummary, string>(async (NextToken) => {
        const answer = await dynamodb.send(new ListImportsCommand({ PageSize: PAGE, NextToken }));
        return { items: answer.ImportSummaryList, next: answer.NextToken };
      });
      return newestFirst(found, ({ ImportArn }) => ImportArn);
    },
    { every: (list) => pause(list?.some(({ ImportStatus }) => isRunning(ImportStatus))) },
  );
}

export function useImport(arn: string): UseQueryResult<ImportTableDescription> {
  return useRead(
    ["DescribeImport", { ImportArn: arn }],
    async ({ dynamodb }) => {
      const answer = await dynamodb.send(new DescribeImportCommand({ ImportArn: arn }));
      return present(answer.ImportTableDescription, "import");
    },
    { every: (newest) => pause(isRunning(newest?.ImportStatus)) },
  );
}

function pause(isChanging: boolean | undefined): number | false {
  return isChanging ? CHANGING_MS : false;
}
