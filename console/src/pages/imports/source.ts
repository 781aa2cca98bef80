/** What an import reads: what a user has typed about it, and what can be wrong in that. */

import type { InputCompressionType, InputFormat } from "@aws-sdk/client-dynamodb";
import type { OwnerDraft } from "@/transfers/owner";
import { OWN, ownerError } from "@/transfers/owner";
import { s3Error } from "@/transfers/s3_address";
import { COMPRESSIONS, FORMATS } from "@/transfers/words";

export interface SourceDraft {
  readonly url: string;
  readonly owner: OwnerDraft;
  readonly compression: InputCompressionType;
  readonly format: InputFormat;
  /** CSV: the character between two fields. */
  readonly delimiter: string;
  /** CSV: whether the first line has the names of the columns. */
  readonly hasHeader: boolean;
  /** CSV: the names of the columns, with commas between them, if the first line has none. */
  readonly header: string;
}

export const DELIMITERS = [
  { value: ",", label: "Comma (,)" },
  { value: ";", label: "Semicolon (;)" },
  { value: ":", label: "Colon (:)" },
  { value: "|", label: "Pipe (|)" },
  { value: "\t", label: "Tab" },
  { value: " ", label: "Space" },
] as const;

/** Source: the member HeaderList in the model of DynamoDB. */
const NAMES_MAX = 255;
const NAME_MAX = 65536;
const NAME = /^[\x20-\x21\x23-\x2B\x2D-\x7E]+$/;

/** The source of a new import. A link may have filled in address, format and compression. */
export function newSource(link: URLSearchParams): SourceDraft {
  return {
    url: link.get("source") ?? "",
    owner: OWN,
    compression: valueIn(COMPRESSIONS, link.get("compression")),
    format: valueIn(FORMATS, link.get("format")),
    delimiter: ",",
    hasHeader: true,
    header: "",
  };
}

/** The value if it is one of the options, else the first of them. */
function valueIn<Value extends string>(
  options: readonly [{ readonly value: Value }, ...(readonly { readonly value: Value }[])],
  value: string | null,
): Value {
  return (options.find((option) => option.value === value) ?? options[0]).value;
}

export interface SourceErrors {
  readonly url?: string | undefined;
  readonly owner?: string | undefined;
  readonly header?: string | undefined;
}

export function sourceErrors(source: SourceDraft): SourceErrors {
  return {
    url: s3Error(source.url),
    owner: ownerError(source.owner),
    header: source.format === "CSV" && !source.hasHeader ? headerError(source.header) : undefined,
  };
}

/** The names of the columns in the text of a field. */
export function namesIn(header: string): string[] {
  return header.split(",").map((name) => name.trim());
}

function headerError(header: string): string | undefined {
  const names = namesIn(header);
  if (names.includes("")) return "Type the name of each column, with commas between them.";
  if (names.length > NAMES_MAX) return `A file has at most ${String(NAMES_MAX)} columns.`;
  return names.every((name) => name.length <= NAME_MAX && NAME.test(name))
    ? undefined
    : 'A name may contain printable ASCII characters without quotation marks (").';
}

export function isComplete(errors: SourceErrors): boolean {
  return Object.values(errors).every((error) => error === undefined);
}
