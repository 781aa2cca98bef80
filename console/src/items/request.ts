/** Turns the form of "Explore items" into a request: expressions with names and values. */

import type { PathPart } from "./paths";
import { parsePath } from "./paths";
import type { Comparison, Filter, FilterCondition, FilterType, QueryForm } from "./query";
import { needsValue } from "./query";
import { base64Problem, numberProblem } from "./scalars";
import type { KeyAttribute, Source } from "./sources";
import type { Value } from "./value";
import type { WireObject } from "./wire";
import { valueToWire } from "./wire";

export type ReadOperation = "Scan" | "Query" | "SearchVectors";

export interface ReadRequest {
  readonly operation: ReadOperation;
  /** The input in the form of the API, without a limit and a start. */
  readonly input: WireObject;
}

export interface Planned {
  /** Absent while there are problems. */
  readonly request?: ReadRequest;
  /** By the name of the control, such as `partition.0` or `filter.2.value`. */
  readonly problems: ReadonlyMap<string, string>;
}

export function planRead(tableName: string, form: QueryForm, source: Source): Planned {
  const plan = new Plan();
  const input: Record<string, unknown> = { TableName: tableName };
  if (source.name !== "") input.IndexName = source.name;
  if (form.operation === "search") planSearch(plan, input, form, source);
  else planPages(plan, input, form, source);
  planProjection(plan, input, form);
  if (plan.names.size > 0) input.ExpressionAttributeNames = plan.nameTable();
  if (plan.values.size > 0) input.ExpressionAttributeValues = Object.fromEntries(plan.values);
  const { problems } = plan;
  if (problems.size > 0) return { problems };
  return { request: { operation: OPERATIONS[form.operation], input }, problems };
}

const OPERATIONS: Readonly<Record<QueryForm["operation"], ReadOperation>> = {
  scan: "Scan",
  query: "Query",
  search: "SearchVectors",
};

/** Whether consistent reads of a source exist: not of global secondary indexes. */
export function allowsConsistentReads(source: Source): boolean {
  return source.kind === "table" || source.kind === "local";
}

/** The placeholders of a request, and the problems of the form. */
class Plan {
  readonly names = new Map<string, string>();
  readonly values = new Map<string, WireObject>();
  readonly problems = new Map<string, string>();

  path(parts: readonly PathPart[]): string {
    let text = "";
    for (const part of parts) {
      if (typeof part === "number") text += `[${String(part)}]`;
      else text += (text === "" ? "" : ".") + this.#name(part);
    }
    return text;
  }

  value(value: Value): string {
    const placeholder = `:v${String(this.values.size)}`;
    this.values.set(placeholder, valueToWire(value));
    return placeholder;
  }

  nameTable(): WireObject {
    return Object.fromEntries([...this.names].map(([name, placeholder]) => [placeholder, name]));
  }

  /** A typed text as a value. What is wrong is noted for the control. */
  typed(text: string, type: FilterType, control: string): Value {
    if (type === "NULL") return { type };
    if (type === "BOOL") return { type, is: text !== "false" };
    const trimmed = type === "S" ? text : text.trim();
    const problem =
      type === "N" ? numberProblem(trimmed) : type === "B" ? base64Problem(trimmed) : undefined;
    if (problem !== undefined) this.problems.set(control, problem);
    return { type, text: trimmed };
  }

  key(attribute: KeyAttribute, text: string, control: string): string {
    if (text === "") this.problems.set(control, `Write the value of ${attribute.name}.`);
    return this.value(this.typed(text, attribute.type, control));
  }

  #name(name: string): string {
    const placeholder = this.names.get(name) ?? `#n${String(this.names.size)}`;
    this.names.set(name, placeholder);
    return placeholder;
  }
}

function planPages(
  plan: Plan,
  input: Record<string, unknown>,
  form: QueryForm,
  source: Source,
): void {
  if (form.operation === "query") {
    input.KeyConditionExpression = keyConditions(plan, form, source).join(" AND ");
    if (form.isDescending) input.ScanIndexForward = false;
  }
  if (form.isConsistent && allowsConsistentReads(source)) input.ConsistentRead = true;
  const filters = form.filters.map((filter, index) => filterText(plan, filter, index));
  if (filters.length > 0) input.FilterExpression = filters.join(" AND ");
}

function keyConditions(plan: Plan, form: QueryForm, source: Source): string[] {
  const conditions = source.partition.map((attribute, index) => {
    const value = plan.key(attribute, form.partition[index] ?? "", `partition.${String(index)}`);
    return `${plan.path([attribute.name])} = ${value}`;
  });
  let isLast = false;
  source.sort.forEach((attribute, index) => {
    const given = form.sort[index];
    if (given === undefined || given.value === "") {
      isLast = true;
      return;
    }
    const control = `sort.${String(index)}`;
    if (isLast) {
      plan.problems.set(
        control,
        "The attributes before it need a value and the condition Equal to.",
      );
    }
    isLast ||= given.condition !== "=";
    const value = plan.key(attribute, given.value, control);
    const second =
      given.condition === "between" ? plan.key(attribute, given.second, `${control}.second`) : "";
    if (given.condition === "begins_with" && attribute.type === "N") {
      plan.problems.set(control, "A Number has no beginning. Choose another condition.");
    }
    conditions.push(comparison(plan.path([attribute.name]), given.condition, value, second));
  });
  return conditions;
}

function comparison(path: string, condition: Comparison, value: string, second: string): string {
  if (condition === "between") return `${path} BETWEEN ${value} AND ${second}`;
  if (condition === "begins_with") return `begins_with(${path}, ${value})`;
  return `${path} ${condition} ${value}`;
}

function filterText(plan: Plan, filter: Filter, index: number): string {
  const control = `filter.${String(index)}`;
  const parts = parsePath(filter.path);
  if (parts === undefined) plan.problems.set(`${control}.path`, PATH_HINT);
  const path = plan.path(parts ?? []);
  if (!needsValue(filter)) {
    return filter.condition === "exists"
      ? `attribute_exists(${path})`
      : `attribute_not_exists(${path})`;
  }
  const problem = typeProblem(filter.condition, filter.type);
  if (problem !== undefined) plan.problems.set(`${control}.type`, problem);
  const value = plan.value(plan.typed(filter.value, filter.type, `${control}.value`));
  switch (filter.condition) {
    case "<>":
      return `${path} <> ${value}`;
    case "contains":
      return `contains(${path}, ${value})`;
    case "not_contains":
      return `NOT contains(${path}, ${value})`;
    case "exists":
    case "not_exists":
      return path;
    default: {
      const second =
        filter.condition === "between"
          ? plan.value(plan.typed(filter.second, filter.type, `${control}.second`))
          : "";
      return comparison(path, filter.condition, value, second);
    }
  }
}

const PATH_HINT = 'Write a name or a path, for example address.city, tags[0] or "a.b".';
const ORDERED = new Set<FilterCondition>(["<", "<=", ">", ">=", "between"]);

function typeProblem(condition: FilterCondition, type: FilterType): string | undefined {
  const hasOrder = type === "S" || type === "N" || type === "B";
  if (ORDERED.has(condition) && !hasOrder) return "Values of this type have no order.";
  if (condition === "begins_with" && type !== "S" && type !== "B") {
    return "Only a String and a Binary have a beginning.";
  }
  return undefined;
}

function planProjection(plan: Plan, input: Record<string, unknown>, form: QueryForm): void {
  if (form.projection === undefined) return;
  const paths = form.projection.map((text, index) => {
    const parts = parsePath(text);
    if (parts === undefined) plan.problems.set(`projection.${String(index)}`, PATH_HINT);
    return plan.path(parts ?? []);
  });
  if (paths.length === 0) plan.problems.set("projection", "Write at least one attribute.");
  input.ProjectionExpression = paths.join(", ");
}

function planSearch(
  plan: Plan,
  input: Record<string, unknown>,
  form: QueryForm,
  source: Source,
): void {
  const numbers = form.vector
    .replace(/^\s*\[|\]\s*$/g, "")
    .split(/[\s,]+/)
    .filter((text) => text !== "");
  const bad = numbers.find((text) => numberProblem(text) !== undefined);
  if (bad !== undefined) plan.problems.set("vector", `${bad} is no number.`);
  else if (numbers.length !== source.dimensions) {
    plan.problems.set(
      "vector",
      `Write ${String(source.dimensions)} numbers; there are ${String(numbers.length)}.`,
    );
  }
  input.SearchVector = numbers.map((text) => ({ N: text }));
  if (!/^\d+$/.test(form.topK)) plan.problems.set("topK", "Write a number from 1 to 100.");
  input.TopK = Number(form.topK);
  const conditions: string[] = [];
  [...source.partition, ...source.inline].forEach((attribute, index) => {
    const text = form.partition[index] ?? "";
    if (text === "" && index >= source.partition.length) return;
    const value = plan.key(attribute, text, `partition.${String(index)}`);
    conditions.push(`${plan.path([attribute.name])} = ${value}`);
  });
  if (conditions.length > 0) input.SearchConditionExpression = conditions.join(" AND ");
}
