/** Which items time to live would delete at a given time. */

import type { AttributeValue, ScanCommandInput } from "@aws-sdk/client-dynamodb";

/** Older values are no times: the service leaves such items. Source: Developer Guide, "Using time to live". */
const PAST_S = 5 * 365 * 24 * 60 * 60;

/**
 * A scan for the items whose attribute is a time that has passed at `atS`, in seconds. Fractions of
 * a second do not count.
 */
export function previewInput(table: string, attribute: string, atS: number): ScanCommandInput {
  return {
    TableName: table,
    FilterExpression: "#time >= :first AND #time < :next",
    ExpressionAttributeNames: { "#time": attribute },
    ExpressionAttributeValues: {
      ":first": { N: String(Math.max(0, atS - PAST_S)) },
      ":next": { N: String(atS + 1) },
    },
  };
}

/** Seconds of a day and a time of UTC, such as "2026-11-30" and "18:20". undefined: no time. */
export function secondsOf(day: string, time: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{2}:\d{2}(:\d{2})?$/.test(time)) return undefined;
  const milliseconds = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

/** The day and the time of UTC, for the fields of a form. */
export function fieldsOf(time: Date): { day: string; time: string } {
  const text = time.toISOString();
  return { day: text.slice(0, 10), time: text.slice(11, 19) };
}

/** "2026-11-30 18:20:00 UTC", or the number itself if it is too large for a date. */
export function timeOf(value: AttributeValue | undefined): string {
  const time = new Date(Number(value?.N ?? NaN) * 1000);
  if (Number.isNaN(time.getTime())) return value?.N ?? "-";
  return `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
