/** The command that creates an index, for a list that has none yet. */

import type { UpdateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { GlobalIndexDraft } from "@/pages/create_table/draft";
import { ALL_ATTRIBUTES } from "@/pages/create_table/draft";

/** An index of the attribute Album. */
export const ALBUM_INDEX: GlobalIndexDraft = {
  kind: "global",
  name: "Album-index",
  partition: [{ name: "Album", type: "S" }],
  sort: [],
  projection: ALL_ATTRIBUTES,
};

/** The name of a table contains no character that a shell changes. */
export function updateCommand(
  table: string,
  update: Omit<UpdateTableCommandInput, "TableName">,
): string {
  const options = Object.entries(update).map(([member, value]) => {
    const name = member.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return ` -${name} '${JSON.stringify(value)}'`;
  });
  return `aws dynamodb update-table --table-name ${table}${options.join("")}`;
}
