/**
 * What can be wrong in the form before the server is asked. The server decides; these rules only
 * say it under the field. An error has the path of its field: "name", "partition.name".
 */

import type { CapacityDraft, IndexDraft, KeyDraft, ProjectionDraft, TableDraft } from "./draft";

export type Errors = Readonly<Record<string, string>>;

const KEY_BYTES_MAX = 255;
const VECTOR_DIMENSIONS_MAX = 4096;
const KEY_PART_MAX = 4;
const TAGS_MAX = 50;

/** Removes entries without a text. */
function present(errors: Readonly<Record<string, string | undefined>>): Errors {
  const entries = Object.entries(errors);
  return Object.fromEntries(
    entries.flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])),
  );
}

export function nameError(name: string, what: string): string | undefined {
  if (name.length < 3 || name.length > 255) {
    return `The name of ${what} must have between 3 and 255 characters.`;
  }
  if (!/^[\w.-]+$/.test(name)) {
    return `The name of ${what} may contain letters, digits, underscores (_), hyphens (-) and periods (.).`;
  }
  return undefined;
}

function attributeError(name: string, what: string): string | undefined {
  if (name === "") return `Type the name of ${what}.`;
  if (new TextEncoder().encode(name).length > KEY_BYTES_MAX) {
    return `The name of ${what} must have at most ${String(KEY_BYTES_MAX)} bytes.`;
  }
  return undefined;
}

function unitsError(text: string): string | undefined {
  return /^[1-9]\d*$/.test(text.trim()) ? undefined : "Type a whole number, 1 or more.";
}

function optionalUnitsError(text: string): string | undefined {
  return text.trim() === "" ? undefined : unitsError(text);
}

export function capacityErrors(capacity: CapacityDraft): Errors {
  if (capacity.mode === "PROVISIONED") {
    return present({ read: unitsError(capacity.read), write: unitsError(capacity.write) });
  }
  return present({
    maxRead: optionalUnitsError(capacity.maxRead),
    maxWrite: optionalUnitsError(capacity.maxWrite),
  });
}

function projectionError({ kind, included }: ProjectionDraft): string | undefined {
  return kind === "INCLUDE" && included.length === 0
    ? "Type the name of at least one attribute."
    : undefined;
}

/** `others`: the names of the other indexes of the table. */
export function indexErrors(index: IndexDraft, others: readonly string[]): Errors {
  const errors: Record<string, string | undefined> = {
    name: nameError(index.name, "the index"),
    projection: projectionError(index.projection),
  };
  if (others.includes(index.name)) errors.name = "Another index of the table has this name.";
  if (index.kind === "local") {
    errors["sort.0"] = attributeError(index.sort.name, "the sort key");
  } else if (index.kind === "global") {
    Object.assign(errors, keyErrors("partition", index.partition, "the partition key"));
    Object.assign(errors, keyErrors("sort", index.sort, "the sort key"));
  } else {
    const dimensions = Number(index.dimensions);
    errors.attribute = attributeError(index.attribute, "the vector attribute");
    if (unitsError(index.dimensions) !== undefined || dimensions > VECTOR_DIMENSIONS_MAX) {
      errors.dimensions = `Type a whole number between 1 and ${String(VECTOR_DIMENSIONS_MAX)}.`;
    }
    Object.assign(errors, keyErrors("filters", index.filters, "the filter"));
  }
  return present(errors);
}

function keyErrors(path: string, keys: readonly KeyDraft[], what: string): Errors {
  const names = keys.map(({ name }) => name);
  const entries = names.map((name, index): [string, string | undefined] => {
    const repeats = name !== "" && names.indexOf(name) < index;
    const error = repeats ? "This attribute is already in the list." : undefined;
    return [`${path}.${String(index)}`, attributeError(name, what) ?? error];
  });
  if (keys.length > KEY_PART_MAX && path !== "filters") {
    entries.push([`${path}.${String(KEY_PART_MAX)}`, "A part of a key has at most 4 attributes."]);
  }
  return present(Object.fromEntries(entries));
}

export function tableErrors(draft: TableDraft): Errors {
  const { partition, sort } = draft;
  const errors: Record<string, string | undefined> = {
    name: nameError(draft.name, "the table"),
    "partition.name": attributeError(partition.name, "the partition key"),
    "sort.name": sort.name === "" ? undefined : attributeError(sort.name, "the sort key"),
    tags: tagsError(draft),
  };
  if (sort.name !== "" && sort.name === partition.name) {
    errors["sort.name"] = "The sort key must be another attribute than the partition key.";
  }
  if (!draft.isCustomized) return present(errors);
  for (const [path, text] of Object.entries(capacityErrors(draft.capacity))) {
    errors[`capacity.${path}`] = text;
  }
  errors.warmRead = optionalUnitsError(draft.warmRead);
  errors.warmWrite = optionalUnitsError(draft.warmWrite);
  errors.indexes = indexesError(draft);
  if (draft.encryption.kind === "customer" && draft.encryption.key.trim() === "") {
    errors["encryption.key"] = "Choose a key, or type its ARN.";
  }
  return present(errors);
}

function indexesError({ indexes, sort, capacity }: TableDraft): string | undefined {
  if (indexes.some(({ kind }) => kind === "local") && sort.name === "") {
    return "A local index needs a table with a sort key.";
  }
  if (indexes.some(({ kind }) => kind === "vector") && capacity.mode === "PROVISIONED") {
    return "A vector index needs the capacity mode on-demand.";
  }
  return undefined;
}

function tagsError({ tags }: TableDraft): string | undefined {
  const keys = tags.map(({ key }) => key);
  if (keys.some((key) => key === "")) return "Type the key of each tag.";
  if (new Set(keys).size < keys.length) return "Two tags have the same key.";
  return keys.length > TAGS_MAX ? `A table has at most ${String(TAGS_MAX)} tags.` : undefined;
}

/** The errors below a path, by the rest of their paths. */
export function under(errors: Errors, path: string): Errors {
  const start = `${path}.`;
  const entries = Object.entries(errors).filter(([name]) => name.startsWith(start));
  return Object.fromEntries(entries.map(([name, text]) => [name.slice(start.length), text]));
}
