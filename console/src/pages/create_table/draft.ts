/** What a user has typed into the form of a new table. */

import type {
  ProjectionType,
  ScalarAttributeType,
  TableClass,
  VectorDistanceFunction,
} from "@aws-sdk/client-dynamodb";

export interface KeyDraft {
  readonly name: string;
  readonly type: ScalarAttributeType;
}

export interface CapacityDraft {
  readonly mode: "PAY_PER_REQUEST" | "PROVISIONED";
  /** Units, if the mode is provisioned. */
  readonly read: string;
  readonly write: string;
  /** Maximum request units, if the mode is on-demand. Empty: none. */
  readonly maxRead: string;
  readonly maxWrite: string;
}

export interface ProjectionDraft {
  readonly kind: ProjectionType;
  /** Names of attributes, if only some are projected. */
  readonly included: readonly string[];
}

export interface GlobalIndexDraft {
  readonly kind: "global";
  readonly name: string;
  /** A key has at most four attributes in each part. */
  readonly partition: readonly KeyDraft[];
  readonly sort: readonly KeyDraft[];
  readonly projection: ProjectionDraft;
}

export interface LocalIndexDraft {
  readonly kind: "local";
  readonly name: string;
  readonly sort: KeyDraft;
  readonly projection: ProjectionDraft;
}

export interface VectorIndexDraft {
  readonly kind: "vector";
  readonly name: string;
  readonly attribute: string;
  readonly dimensions: string;
  readonly distance: VectorDistanceFunction;
  /** The attribute that divides the index. An empty name: none. */
  readonly partition: KeyDraft;
  /** Attributes by which a search may filter. */
  readonly filters: readonly KeyDraft[];
  readonly projection: ProjectionDraft;
}

export type IndexDraft = GlobalIndexDraft | LocalIndexDraft | VectorIndexDraft;

export interface EncryptionDraft {
  readonly kind: "owned" | "managed" | "customer";
  /** The id, ARN or alias of a key, if the kind is customer. */
  readonly key: string;
}

export interface TagDraft {
  readonly key: string;
  readonly value: string;
}

export interface TableDraft {
  readonly name: string;
  readonly partition: KeyDraft;
  /** An empty name: no sort key. */
  readonly sort: KeyDraft;
  readonly isCustomized: boolean;
  readonly tableClass: TableClass;
  readonly capacity: CapacityDraft;
  /** Units per second. Empty: those of the service. */
  readonly warmRead: string;
  readonly warmWrite: string;
  readonly indexes: readonly IndexDraft[];
  readonly encryption: EncryptionDraft;
  readonly isProtected: boolean;
  readonly policy: string;
  readonly tags: readonly TagDraft[];
}

export const NO_KEY: KeyDraft = { name: "", type: "S" };
export const ALL_ATTRIBUTES: ProjectionDraft = { kind: "ALL", included: [] };

/** The defaults of the console of AWS. */
export const CAPACITY: CapacityDraft = {
  mode: "PAY_PER_REQUEST",
  read: "5",
  write: "5",
  maxRead: "",
  maxWrite: "",
};

export const NEW_TABLE: TableDraft = {
  name: "",
  partition: NO_KEY,
  sort: NO_KEY,
  isCustomized: false,
  tableClass: "STANDARD",
  capacity: CAPACITY,
  warmRead: "",
  warmWrite: "",
  indexes: [],
  encryption: { kind: "owned", key: "" },
  isProtected: false,
  policy: "",
  tags: [],
};

export function newIndex(kind: IndexDraft["kind"]): IndexDraft {
  const common = { name: "", projection: ALL_ATTRIBUTES };
  if (kind === "local") return { kind, ...common, sort: NO_KEY };
  if (kind === "global") return { kind, ...common, partition: [NO_KEY], sort: [] };
  return {
    kind,
    ...common,
    attribute: "",
    dimensions: "",
    distance: "COSINE",
    partition: NO_KEY,
    filters: [],
  };
}

/** The name that an index gets until the user types another. */
export function suggestedName(index: IndexDraft): string {
  const first =
    index.kind === "vector"
      ? index.attribute
      : index.kind === "local"
        ? index.sort.name
        : [...index.partition, ...index.sort].map(({ name }) => name).join("-");
  return first === "" ? "" : `${first.replace(/[^\w.-]/g, "-")}-index`;
}
