/** What became of each action. */

import { ApiError } from "@/aws/json_client";
import { itemText } from "@/items/item_text";
import { itemFromWire } from "@/items/wire";

export interface Answer {
  /** One for each Get, in its order. */
  readonly Responses?: readonly { readonly Item?: unknown }[];
  readonly ConsumedCapacity?: readonly { readonly CapacityUnits?: number }[];
}

interface Reason {
  readonly Code?: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

export interface Outcome {
  readonly succeeded: boolean;
  /** For people: the reason of the service. */
  readonly text: string;
  /** DynamoDB JSON of the item that was read, or that failed a condition. */
  readonly item?: string;
}

/** One outcome for each action; none before an answer, and none if the whole request was refused. */
export function outcomesOf(
  count: number,
  answer: Answer | undefined,
  error: Error | null,
): readonly Outcome[] {
  if (answer) {
    return Array.from({ length: count }, (_, at) => succeeded(answer.Responses?.[at]));
  }
  if (!(error instanceof ApiError) || !Array.isArray(error.answer.CancellationReasons)) return [];
  const reasons = error.answer.CancellationReasons as readonly Reason[];
  return Array.from({ length: count }, (_, at) => cancelled(reasons[at] ?? {}));
}

function succeeded(response: { readonly Item?: unknown } | undefined): Outcome {
  if (response === undefined) return { succeeded: true, text: "Done" };
  if (response.Item === undefined)
    return { succeeded: true, text: "There is no item with this key." };
  return { succeeded: true, text: "Read", ...shown(response.Item) };
}

function cancelled({ Code: code = "None", Message: message, Item: item }: Reason): Outcome {
  if (code === "None") return { succeeded: true, text: "No error, but nothing was changed" };
  const text = message === undefined ? code : `${code}: ${message}`;
  return { succeeded: false, text, ...(item !== undefined && shown(item)) };
}

function shown(item: unknown): { item: string } {
  return { item: itemText(itemFromWire(item), "dynamodb") };
}
