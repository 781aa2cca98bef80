/**
 * Whether a selection of a backup plan names a table, as the server decides it
 * (`features/aws_backup/selection_rules.py`).
 */

import type { BackupSelection } from "@aws-sdk/client-backup";
import type { Tag } from "@/access/types";

const TAG_PREFIX = "aws:ResourceTag/";

/** tags: those of the table. Absent: they are not known. Returns undefined if they decide it then. */
export function selects(
  selection: BackupSelection,
  arn: string,
  tags: readonly Tag[] | undefined,
): boolean | undefined {
  if (selection.NotResources?.some((pattern) => names(pattern, arn))) return false;
  const named = isNamed(selection, arn, tags);
  if (named === false) return false;
  const held = conditionsHold(selection, tags);
  if (held === false) return false;
  return named === undefined || held === undefined ? undefined : true;
}

/** Whether tags decide which tables a selection names. */
export function usesTags({ ListOfTags = [], Conditions = {} }: BackupSelection): boolean {
  return ListOfTags.length > 0 || Object.values(Conditions).some((each) => each.length > 0);
}

function isNamed(
  { Resources = [], ListOfTags = [] }: BackupSelection,
  arn: string,
  tags: readonly Tag[] | undefined,
): boolean | undefined {
  if (Resources.length === 0 && ListOfTags.length === 0) return true;
  if (Resources.some((pattern) => names(pattern, arn))) return true;
  if (ListOfTags.length === 0) return false;
  return (
    tags && ListOfTags.some((each) => valueOf(tags, each.ConditionKey) === each.ConditionValue)
  );
}

function conditionsHold(
  { Conditions = {} }: BackupSelection,
  tags: readonly Tag[] | undefined,
): boolean | undefined {
  const {
    StringEquals = [],
    StringNotEquals = [],
    StringLike = [],
    StringNotLike = [],
  } = Conditions;
  const all = [StringEquals, StringNotEquals, StringLike, StringNotLike].flat();
  if (all.length === 0) return true;
  if (tags === undefined) return undefined;
  const value = ({ ConditionKey = "" }) => valueOf(tags, ConditionKey.replace(TAG_PREFIX, ""));
  const isEqual = (each: { ConditionKey?: string; ConditionValue?: string }) =>
    value(each) === each.ConditionValue;
  const isLike = (each: { ConditionKey?: string; ConditionValue?: string }) =>
    matches(each.ConditionValue ?? "", value(each));
  return (
    StringEquals.every(isEqual) &&
    !StringNotEquals.some(isEqual) &&
    StringLike.every(isLike) &&
    !StringNotLike.some(isLike)
  );
}

function valueOf(tags: readonly Tag[], key: string | undefined): string | undefined {
  return tags.find((tag) => tag.key === key)?.value;
}

/** Each part of an ARN may have wildcards, also the Region. */
function names(pattern: string, arn: string): boolean {
  if (!pattern.includes("*")) return pattern === arn;
  const patterns = parts(pattern);
  const found = parts(arn);
  if (patterns.length < found.length) return pattern.endsWith("*") && matches(pattern, arn);
  return patterns.every((each, index) => matches(each, found[index]));
}

function parts(arn: string): string[] {
  const all = arn.split(":");
  return all.length <= 6 ? all : [...all.slice(0, 5), all.slice(5).join(":")];
}

/**
 * `*` is any text, `?` any character. Others write the patterns, so this goes back to the last star
 * only: a regular expression tries all ways to divide a text among many stars.
 */
export function matches(pattern: string, text: string | undefined): boolean {
  if (text === undefined) return false;
  let at = 0;
  let star = -1;
  let afterStar = 0;
  for (let read = 0; read < text.length;) {
    if (pattern[at] === "*") {
      star = at;
      afterStar = read;
      at += 1;
    } else if (pattern[at] === "?" || (at < pattern.length && pattern[at] === text[read])) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      at = star + 1;
      afterStar += 1;
      read = afterStar;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
