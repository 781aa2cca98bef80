/** Writes of items: what changed, as an update under the condition that nobody else changed it. */

import type { KeyAttribute } from "./sources";
import type { Item, Value } from "./value";
import { isSame } from "./value";
import type { WireObject } from "./wire";
import { itemToWire, valueToWire } from "./wire";

export interface Change {
  readonly name: string;
  /** Undefined: the attribute did not exist. */
  readonly before: Value | undefined;
  /** Undefined: the attribute is removed. */
  readonly after: Value | undefined;
}

/** The attributes in which two items differ. */
export function changesBetween(before: Item, after: Item): Change[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .map((name) => ({ name, before: before.get(name), after: after.get(name) }))
    .filter((change) => !isSame(change.before, change.after));
}

export function keyValues(item: Item, key: readonly KeyAttribute[]): Item {
  const values = key.flatMap(({ name }): [string, Value][] => {
    const value = item.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return new Map(values);
}

// The service's limits of one expression.
const EXPRESSION_BYTES_MAX = 4096;
const OPERATORS_MAX = 300;

export interface Write {
  readonly operation: "UpdateItem" | "PutItem";
  readonly input: WireObject;
  /** Changed attributes that the condition does not check. Not empty only if it would be too large. */
  readonly unchecked: readonly string[];
}

/**
 * Writes the changes if each changed attribute still has its value of before. If the expressions are
 * larger than the service allows, the whole item is written, and the condition checks what it can.
 */
export function writeOf(
  tableName: string,
  key: readonly KeyAttribute[],
  before: Item,
  after: Item,
): Write {
  const changes = changesBetween(before, after);
  const update = updateOf(changes);
  const exists = key.slice(0, 1).map(({ name }) => ({ name, before: before.get(name) }));
  if (
    fits(update.UpdateExpression, changes.length) &&
    fits(update.ConditionExpression, 2 * changes.length)
  ) {
    const input = { TableName: tableName, Key: itemToWire(keyValues(before, key)), ...update };
    return { operation: "UpdateItem", input, unchecked: [] };
  }
  const others = [...before].map(([name, value]) => ({ name, before: value }));
  const wanted = [...exists, ...changes, ...others];
  const unique = [...new Map(wanted.map((check) => [check.name, check])).values()];
  let count = Math.min(unique.length, OPERATORS_MAX / 2);
  while (!fits(conditionOf(unique.slice(0, count)).ConditionExpression, 2 * count)) count -= 1;
  const checked = new Set(unique.slice(0, count).map(({ name }) => name));
  const input = {
    TableName: tableName,
    Item: itemToWire(after),
    ...conditionOf(unique.slice(0, count)),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
  const unchecked = changes.filter(({ name }) => !checked.has(name)).map(({ name }) => name);
  return { operation: "PutItem", input, unchecked };
}

interface Check {
  readonly name: string;
  readonly before: Value | undefined;
}

/** The condition that attributes have the values of before. */
export function conditionOf(checks: readonly Check[]) {
  const names: Record<string, string> = {};
  const values: Record<string, WireObject> = {};
  const parts = checks.map(({ name, before }, index) => {
    const placeholder = `#${String(index)}`;
    names[placeholder] = name;
    if (before === undefined) return `attribute_not_exists(${placeholder})`;
    values[`:${String(index)}`] = valueToWire(before);
    return `${placeholder}=:${String(index)}`;
  });
  return {
    ConditionExpression: parts.join(" AND "),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  };
}

function updateOf(changes: readonly Change[]) {
  const condition = conditionOf(changes);
  const values: Record<string, WireObject> = { ...condition.ExpressionAttributeValues };
  const sets: string[] = [];
  const removes: string[] = [];
  changes.forEach(({ after }, index) => {
    if (after === undefined) {
      removes.push(`#${String(index)}`);
      return;
    }
    values[`:n${String(index)}`] = valueToWire(after);
    sets.push(`#${String(index)}=:n${String(index)}`);
  });
  const clauses = [
    ...(sets.length === 0 ? [] : [`SET ${sets.join(",")}`]),
    ...(removes.length === 0 ? [] : [`REMOVE ${removes.join(",")}`]),
  ];
  return {
    ...condition,
    UpdateExpression: clauses.join(" "),
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
}

function fits(expression: string, operators: number): boolean {
  return expression.length <= EXPRESSION_BYTES_MAX && operators <= OPERATORS_MAX;
}

/** Writes a new item. It never replaces one. */
export function createOf(tableName: string, key: readonly KeyAttribute[], item: Item): WireObject {
  return { TableName: tableName, Item: itemToWire(item), ...mustNotExist(key) };
}

/** Gives an item another key: a new item, and the old one is deleted, in one transaction. */
export function moveOf(
  tableName: string,
  key: readonly KeyAttribute[],
  before: Item,
  after: Item,
): WireObject {
  const checks = [...before].map(([name, value]) => ({ name, before: value }));
  const keyNames = new Set(key.map(({ name }) => name));
  const ordered = [
    ...checks.filter(({ name }) => keyNames.has(name)),
    ...checks.filter(({ name }) => !keyNames.has(name)),
  ];
  let count = Math.min(ordered.length, OPERATORS_MAX / 2);
  while (!fits(conditionOf(ordered.slice(0, count)).ConditionExpression, 2 * count)) count -= 1;
  const Delete = {
    TableName: tableName,
    Key: itemToWire(keyValues(before, key)),
    ...conditionOf(ordered.slice(0, count)),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
  return { TransactItems: [{ Put: createOf(tableName, key, after) }, { Delete }] };
}

/**
 * Replaces an item as it was read by another one with the same key. The condition checks that nobody
 * changed it meanwhile: all attributes of both, as many as fit into one condition.
 *
 * before: null if there is no item.
 */
export function replaceOf(
  tableName: string,
  key: readonly KeyAttribute[],
  before: Item | null,
  after: Item,
): Write {
  const input = { TableName: tableName, Item: itemToWire(after) };
  if (before === null) {
    return { operation: "PutItem", input: { ...input, ...mustNotExist(key) }, unchecked: [] };
  }
  const keyNames = new Set(key.map(({ name }) => name));
  const changed = changesBetween(before, after).map(({ name }) => name);
  const names = new Set([...keyNames, ...changed, ...before.keys()]);
  const checks = [...names].map((name) => ({ name, before: before.get(name) }));
  const checked = checks.slice(0, fitting(checks));
  return {
    operation: "PutItem",
    input: { ...input, ...conditionOf(checked) },
    unchecked: checks.slice(checked.length).map(({ name }) => name),
  };
}

/** How many checks one condition can have. */
function fitting(checks: readonly Check[]): number {
  let count = Math.min(checks.length, OPERATORS_MAX / 2);
  while (!fits(conditionOf(checks.slice(0, count)).ConditionExpression, 2 * count)) count -= 1;
  return count;
}

function mustNotExist(key: readonly KeyAttribute[]): WireObject {
  return {
    ConditionExpression: "attribute_not_exists(#0)",
    ExpressionAttributeNames: { "#0": key[0]?.name ?? "" },
  };
}
