/** Whether a selection of a plan backs up anything, and why not. */

import type { BackupSelection } from "@aws-sdk/client-backup";
import { matches } from "./selects";

const TABLE = ":table/";
const ANY = "*";

export interface SelectionState {
  readonly type: "success" | "warning" | "stopped" | "info";
  readonly text: string;
}

/** What is known about the Region. */
export interface Facts {
  /** See `homeOf`. */
  readonly home: string;
  /** Whether DynamoDB is opted in for AWS Backup. Absent: the user may not read it. */
  readonly isOptedIn: boolean | undefined;
  /** The names of all tables. Absent: the user may not read them. */
  readonly tables: readonly string[] | undefined;
}

export const NOT_OPTED_IN = "DynamoDB is not opted in for AWS Backup in this Region";

export function selectionState(selection: BackupSelection, facts: Facts): SelectionState {
  if (needsOptIn(selection)) {
    if (facts.isOptedIn === undefined) return { type: "info", text: "Not known" };
    if (!facts.isOptedIn) return { type: "stopped", text: `Inactive: ${NOT_OPTED_IN}` };
  }
  const unknown = (selection.Resources ?? []).filter((arn) => !isKnown(arn, facts));
  if (unknown.length === 0) return { type: "success", text: "Active" };
  return { type: "warning", text: `Not found in this Region: ${unknown.join(", ")}` };
}

/** selections: of a plan. Absent: the user may not read them. */
export function planState(
  selections: readonly BackupSelection[] | undefined,
  isOptedIn: boolean | undefined,
): SelectionState {
  if (selections === undefined) return { type: "info", text: "Not known" };
  if (selections.length === 0) return { type: "warning", text: "Backs up nothing" };
  if (!selections.every(needsOptIn)) return { type: "success", text: "Active" };
  if (isOptedIn === undefined) return { type: "info", text: "Not known" };
  return isOptedIn
    ? { type: "success", text: "Active" }
    : { type: "stopped", text: `Inactive: ${NOT_OPTED_IN}` };
}

/**
 * A selection that names tables by their ARNs, or by a part of them, does not need it. Source: AWS
 * Backup Developer Guide, "Service opt-in", as `features/aws_backup/selection_rules.py` has it.
 */
export function needsOptIn({ Resources = [] }: BackupSelection): boolean {
  return Resources.every((arn) => arn === ANY);
}

/** Whether an ARN names a table of the Region. A pattern may name those that are made later. */
function isKnown(arn: string, { home, tables }: Facts): boolean {
  if (!arn.includes(ANY)) {
    if (!arn.startsWith(home + TABLE)) return false;
    return tables?.includes(arn.slice(home.length + TABLE.length)) ?? true;
  }
  const parts = arn.split(":");
  const here = home.split(":");
  // A pattern that is shorter than an ARN ends with a star.
  if (parts.length <= here.length) {
    return here.slice(0, parts.length).every((part, index) => matches(parts[index] ?? "", part));
  }
  const resource = parts.slice(here.length).join(":");
  const literal = resource.slice(0, resource.indexOf(ANY));
  return (
    here.every((part, index) => matches(parts[index] ?? "", part)) &&
    (resource.startsWith("table/") || (resource.includes(ANY) && "table/".startsWith(literal)))
  );
}
