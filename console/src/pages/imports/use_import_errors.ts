import type { UseQueryResult } from "@tanstack/react-query";
import { allPages } from "@/aws/all_pages";
import { useRead } from "@/aws/queries";
import type { ImportError } from "./import_errors";
import { errorIn } from "./import_errors";

interface Answer {
  readonly Lines: readonly string[];
  readonly Next?: number;
}

/** isNeeded: whether there are errors. Without them nothing is read. */
export function useImportErrors(arn: string, isNeeded: boolean): UseQueryResult<ImportError[]> {
  return useRead(
    ["ListImportErrors", arn],
    async ({ jedlik }) => {
      const lines = await allPages<string, number>(async (start) => {
        const input = { ImportArn: arn, ...(start !== undefined && { Start: start }) };
        const answer = await jedlik.call<Answer>("ListImportErrors", input);
        return { items: answer.Lines, next: answer.Next };
      });
      return lines.map(errorIn);
    },
    { enabled: isNeeded },
  );
}
