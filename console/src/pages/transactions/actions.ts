/** The actions of a transaction as they are typed, and the request that they become. */

import { readItem } from "@/items/item_text";
import { parseJson } from "@/items/json";
import type { WireObject } from "@/items/wire";
import { itemToWire } from "@/items/wire";

export const WRITES = ["Put", "Update", "Delete", "ConditionCheck"] as const;
export type Write = (typeof WRITES)[number];
export type Kind = Write | "Get";

/** The fields of an action, all as text. Which of them are sent depends on its kind. */
export interface Action {
  readonly id: number;
  readonly kind: Kind;
  readonly table: string;
  /** DynamoDB JSON: the whole item of a Put, the key of all others. */
  readonly item: string;
  readonly update: string;
  readonly condition: string;
  readonly projection: string;
  /** JSON such as `{"#y": "Year"}`. */
  readonly names: string;
  /** DynamoDB JSON such as `{":y": {"N": "1964"}}`. */
  readonly values: string;
  /** Whether the reason of a failed condition has the item. */
  readonly returnsItem: boolean;
}

export type TextField =
  "table" | "item" | "update" | "condition" | "projection" | "names" | "values";

const FIELDS: Readonly<Record<Kind, readonly TextField[]>> = {
  Put: ["table", "item", "condition", "names", "values"],
  Update: ["table", "item", "update", "condition", "names", "values"],
  Delete: ["table", "item", "condition", "names", "values"],
  ConditionCheck: ["table", "item", "condition", "names", "values"],
  Get: ["table", "item", "projection", "names"],
};

export function fieldsOf(kind: Kind): readonly TextField[] {
  return FIELDS[kind];
}

export function newAction(id: number, kind: Kind): Action {
  return {
    ...{ id, kind, table: "", item: "", update: "", condition: "", projection: "" },
    ...{ names: "", values: "", returnsItem: true },
  };
}

/** A field that cannot be sent. */
export class FieldProblem extends Error {
  constructor(
    readonly id: number,
    readonly field: TextField,
    message: string,
  ) {
    super(message);
  }
}

export interface TransactionRequest {
  readonly operation: "TransactWriteItems" | "TransactGetItems";
  readonly input: WireObject;
}

/** The request for actions that all read or all write. Throws FieldProblem. */
export function requestOf(actions: readonly Action[]): TransactionRequest {
  const reads = actions.every(({ kind }) => kind === "Get");
  const TransactItems = actions.map((action) => ({ [action.kind]: memberOf(action) }));
  const input = { TransactItems, ReturnConsumedCapacity: "TOTAL" };
  return { operation: reads ? "TransactGetItems" : "TransactWriteItems", input };
}

function memberOf(action: Action): WireObject {
  const { kind, table, update, condition, projection, names, values } = action;
  const sends = (field: TextField) => FIELDS[kind].includes(field) && action[field].trim() !== "";
  return {
    TableName: table,
    [kind === "Put" ? "Item" : "Key"]: read(action, "item", () => itemIn(action.item)),
    ...(sends("update") && { UpdateExpression: update }),
    ...(sends("condition") && { ConditionExpression: condition }),
    ...(sends("projection") && { ProjectionExpression: projection }),
    ...(sends("names") && {
      ExpressionAttributeNames: read(action, "names", () => namesIn(names)),
    }),
    ...(sends("values") && {
      ExpressionAttributeValues: read(action, "values", () => itemIn(values)),
    }),
    ...(kind !== "Get" && action.returnsItem && { ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
  };
}

function read(action: Action, field: TextField, make: () => WireObject): WireObject {
  try {
    return make();
  } catch (thrown) {
    throw new FieldProblem(action.id, field, (thrown as Error).message);
  }
}

function itemIn(text: string): WireObject {
  return itemToWire(readItem(text, "dynamodb"));
}

function namesIn(text: string): WireObject {
  const json = parseJson(text);
  if (json.kind !== "object") throw new Error('Write the names like {"#y": "Year"}.');
  return Object.fromEntries(
    [...json.fields].map(([placeholder, name]) => {
      if (name.kind !== "string") throw new Error(`${placeholder} needs a name in quotes.`);
      return [placeholder, name.text];
    }),
  );
}
