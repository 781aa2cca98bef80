/** What was wrong with records that an import did not store. The lines are those of CloudWatch Logs. */

export interface ImportError {
  /** Counts the errors of the import. */
  readonly number: number;
  readonly object: string;
  /** The number of the record in its object, from 0. undefined: the line does not say it. */
  readonly record: number | undefined;
  readonly text: string;
}

/** The error in a line. A line in another form is shown as it is. */
export function errorIn(line: string, number: number): ImportError {
  const parsed = objectIn(line);
  const pointer = recordOf(parsed?.itemS3Pointer);
  const messages = parsed?.errorMessages;
  return {
    number,
    object: typeof pointer?.key === "string" ? pointer.key : "-",
    record: typeof pointer?.itemIndex === "number" ? pointer.itemIndex : undefined,
    text: Array.isArray(messages) ? messages.map(String).join(" ") : line,
  };
}

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return recordOf(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
