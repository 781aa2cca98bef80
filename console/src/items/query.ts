/** What the form of "Explore items" holds, and its place in the address after `?`. */

export type Operation = "scan" | "query" | "search";
export type Comparison = "=" | "<" | "<=" | ">" | ">=" | "between" | "begins_with";
export type FilterCondition =
  Comparison | "<>" | "exists" | "not_exists" | "contains" | "not_contains";
export type FilterType = "S" | "N" | "B" | "BOOL" | "NULL";

export interface Condition {
  readonly condition: Comparison;
  readonly value: string;
  /** The upper value of "between". */
  readonly second: string;
}

export interface Filter {
  /** A path, as in paths.ts. */
  readonly path: string;
  readonly condition: FilterCondition;
  readonly type: FilterType;
  readonly value: string;
  readonly second: string;
}

export interface QueryForm {
  readonly operation: Operation;
  /** "" is the table. */
  readonly index: string;
  /** The values of the partition key's attributes; of a vector index, those of its search schema. */
  readonly partition: readonly string[];
  readonly sort: readonly Condition[];
  readonly isDescending: boolean;
  readonly isConsistent: boolean;
  /** The paths that are returned. Undefined: all attributes. */
  readonly projection: readonly string[] | undefined;
  readonly filters: readonly Filter[];
  /** The numbers of a search, separated by commas. */
  readonly vector: string;
  readonly topK: string;
}

export const EMPTY_FORM: QueryForm = {
  operation: "scan",
  index: "",
  partition: [],
  sort: [],
  isDescending: false,
  isConsistent: false,
  projection: undefined,
  filters: [],
  vector: "",
  topK: "10",
};

export const COMPARISONS: Readonly<Record<Comparison, string>> = {
  "=": "Equal to",
  "<=": "Less than or equal to",
  "<": "Less than",
  ">=": "Greater than or equal to",
  ">": "Greater than",
  between: "Between",
  begins_with: "Begins with",
};

export const FILTER_CONDITIONS: Readonly<Record<FilterCondition, string>> = {
  "=": "Equal to",
  "<>": "Not equal to",
  "<=": "Less than or equal to",
  "<": "Less than",
  ">=": "Greater than or equal to",
  ">": "Greater than",
  between: "Between",
  exists: "Exists",
  not_exists: "Not exists",
  contains: "Contains",
  not_contains: "Not contains",
  begins_with: "Begins with",
};

export const FILTER_TYPES: Readonly<Record<FilterType, string>> = {
  S: "String",
  N: "Number",
  B: "Binary",
  BOOL: "Boolean",
  NULL: "Null",
};

export const EMPTY_CONDITION: Condition = { condition: "=", value: "", second: "" };
export const EMPTY_FILTER: Filter = { path: "", condition: "=", type: "S", value: "", second: "" };

/** Whether a condition compares with a value of a type. */
export function needsValue(filter: Filter): boolean {
  return filter.condition !== "exists" && filter.condition !== "not_exists";
}

/** The form as the part of an address after `?`. What is as in an empty form is left out. */
export function formToSearch(form: QueryForm): string {
  const search = new URLSearchParams();
  const put = (name: string, value: string, usual: string) => {
    if (value !== usual) search.append(name, value);
  };
  put("operation", form.operation, "scan");
  put("index", form.index, "");
  form.partition.forEach((value) => search.append("partition", value));
  form.sort.forEach(({ condition, value, second }) => {
    search.append("sort", JSON.stringify([condition, value, second]));
  });
  put("descending", String(form.isDescending), "false");
  put("consistent", String(form.isConsistent), "false");
  if (form.projection) search.append("projection", JSON.stringify(form.projection));
  form.filters.forEach(({ path, condition, type, value, second }) => {
    search.append("filter", JSON.stringify([path, condition, type, value, second]));
  });
  put("vector", form.vector, "");
  put("top", form.topK, "10");
  return search.toString();
}

/** The form of an address. What it does not understand is as in an empty form. */
export function formFromSearch(text: string): QueryForm {
  const search = new URLSearchParams(text);
  const operation = search.get("operation");
  const projection = search.get("projection");
  return {
    operation: operation === "query" || operation === "search" ? operation : "scan",
    index: search.get("index") ?? "",
    partition: search.getAll("partition"),
    sort: search.getAll("sort").map(readCondition),
    isDescending: search.get("descending") === "true",
    isConsistent: search.get("consistent") === "true",
    projection: projection === null ? undefined : strings(projection),
    filters: search.getAll("filter").map(readFilter),
    vector: search.get("vector") ?? "",
    topK: search.get("top") ?? "10",
  };
}

function readCondition(text: string): Condition {
  const [condition = "", value = "", second = ""] = strings(text);
  return { condition: isKeyOf(COMPARISONS, condition) ? condition : "=", value, second };
}

function readFilter(text: string): Filter {
  const [path = "", condition = "", type = "", value = "", second = ""] = strings(text);
  return {
    path,
    condition: isKeyOf(FILTER_CONDITIONS, condition) ? condition : "=",
    type: isKeyOf(FILTER_TYPES, type) ? type : "S",
    value,
    second,
  };
}

/** Whether a text is one of the keys of a table of texts. */
export function isKeyOf<Key extends string>(
  table: Readonly<Record<Key, string>>,
  text: string,
): text is Key {
  return Object.hasOwn(table, text);
}

function strings(text: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.map(String) : [];
  } catch {
    return [];
  }
}
