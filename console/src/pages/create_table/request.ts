/** Makes requests of CreateTable and UpdateTable from what was typed. */

import type {
  AttributeDefinition,
  CreateGlobalSecondaryIndexAction,
  CreateTableCommandInput,
  CreateVectorIndexAction,
  KeySchemaElement,
  LocalSecondaryIndex,
  OnDemandThroughput,
  Projection,
  ProvisionedThroughput,
  SearchSchemaElement,
  SSESpecification,
} from "@aws-sdk/client-dynamodb";
import type {
  CapacityDraft,
  EncryptionDraft,
  GlobalIndexDraft,
  IndexDraft,
  KeyDraft,
  LocalIndexDraft,
  ProjectionDraft,
  TableDraft,
  VectorIndexDraft,
} from "./draft";

const NO_MAXIMUM = -1;

export function createTableInput(draft: TableDraft): CreateTableCommandInput {
  const key = keySchema([draft.partition], draft.sort.name === "" ? [] : [draft.sort]);
  const common = { TableName: draft.name, KeySchema: key, ...tagsOf(draft) };
  const keys = [draft.partition, draft.sort];
  if (!draft.isCustomized) {
    return {
      ...common,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: definitions(keys),
    };
  }
  const encryption = encryptionOf(draft.encryption);
  return {
    ...common,
    ...capacityOf(draft.capacity),
    ...warmThroughput(draft),
    ...indexesOf(draft),
    AttributeDefinitions: definitions([...keys, ...draft.indexes.flatMap(attributesOf)]),
    TableClass: draft.tableClass,
    DeletionProtectionEnabled: draft.isProtected,
    ...(encryption && { SSESpecification: encryption }),
    ...(draft.policy.trim() === "" ? {} : { ResourcePolicy: draft.policy }),
  };
}

function tagsOf({ tags }: TableDraft): Pick<CreateTableCommandInput, "Tags"> {
  return tags.length === 0
    ? {}
    : { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) };
}

function warmThroughput({
  warmRead,
  warmWrite,
}: TableDraft): Pick<CreateTableCommandInput, "WarmThroughput"> {
  const warm = {
    ...(warmRead.trim() === "" ? {} : { ReadUnitsPerSecond: Number(warmRead) }),
    ...(warmWrite.trim() === "" ? {} : { WriteUnitsPerSecond: Number(warmWrite) }),
  };
  return Object.keys(warm).length === 0 ? {} : { WarmThroughput: warm };
}

/** The indexes of a new table. Global ones begin with the capacity of the table. */
function indexesOf(
  draft: TableDraft,
): Pick<
  CreateTableCommandInput,
  "GlobalSecondaryIndexes" | "LocalSecondaryIndexes" | "VectorIndexes"
> {
  const global = draft.indexes.filter((index) => index.kind === "global");
  const local = draft.indexes.filter((index) => index.kind === "local");
  const vector = draft.indexes.filter((index) => index.kind === "vector");
  const { ProvisionedThroughput: units } = capacityOf(draft.capacity);
  return {
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map((index) => globalIndex(index, units)),
    }),
    ...(local.length > 0 && {
      LocalSecondaryIndexes: local.map((index) => localIndex(index, draft.partition)),
    }),
    ...(vector.length > 0 && { VectorIndexes: vector.map(vectorIndex) }),
  };
}

interface Capacity {
  readonly BillingMode: CapacityDraft["mode"];
  readonly ProvisionedThroughput?: ProvisionedThroughput;
  readonly OnDemandThroughput?: OnDemandThroughput;
}

export function capacityOf(capacity: CapacityDraft): Capacity {
  if (capacity.mode === "PROVISIONED") {
    const units = {
      ReadCapacityUnits: Number(capacity.read),
      WriteCapacityUnits: Number(capacity.write),
    };
    return { BillingMode: capacity.mode, ProvisionedThroughput: units };
  }
  const { maxRead, maxWrite } = capacity;
  if (maxRead.trim() === "" && maxWrite.trim() === "") return { BillingMode: capacity.mode };
  return { BillingMode: capacity.mode, OnDemandThroughput: maximum(capacity) };
}

/** The maximum of on-demand capacity. An empty field: none. */
export function maximum({ maxRead, maxWrite }: CapacityDraft): OnDemandThroughput {
  return {
    MaxReadRequestUnits: maxRead.trim() === "" ? NO_MAXIMUM : Number(maxRead),
    MaxWriteRequestUnits: maxWrite.trim() === "" ? NO_MAXIMUM : Number(maxWrite),
  };
}

/** undefined: a key that the service owns, which is the default of a new table. */
export function encryptionOf({ kind, key }: EncryptionDraft): SSESpecification | undefined {
  if (kind === "owned") return undefined;
  const managed = { Enabled: true, SSEType: "KMS" as const };
  return kind === "managed" ? managed : { ...managed, KMSMasterKeyId: key.trim() };
}

export function globalIndex(
  index: GlobalIndexDraft,
  units: ProvisionedThroughput | undefined,
): CreateGlobalSecondaryIndexAction {
  return {
    IndexName: index.name,
    KeySchema: keySchema(index.partition, index.sort),
    Projection: projectionOf(index.projection),
    ...(units && { ProvisionedThroughput: units }),
  };
}

function localIndex(index: LocalIndexDraft, partition: KeyDraft): LocalSecondaryIndex {
  return {
    IndexName: index.name,
    KeySchema: keySchema([partition], [index.sort]),
    Projection: projectionOf(index.projection),
  };
}

export function vectorIndex(index: VectorIndexDraft): CreateVectorIndexAction {
  const partition = index.partition.name === "" ? [] : [index.partition];
  const schema = [
    ...partition.map((key) => searchElement(key, "HASH")),
    ...index.filters.map((key) => searchElement(key, "INLINE_FILTER")),
  ];
  return {
    IndexName: index.name,
    VectorAttribute: { AttributeName: index.attribute },
    Dimensions: Number(index.dimensions),
    DistanceFunction: index.distance,
    Projection: projectionOf(index.projection),
    ...(schema.length > 0 && { SearchSchema: schema }),
  };
}

function searchElement(
  { name }: KeyDraft,
  role: SearchSchemaElement["SearchSchemaElementType"],
): SearchSchemaElement {
  return { AttributeName: name, SearchSchemaElementType: role };
}

function projectionOf({ kind, included }: ProjectionDraft): Projection {
  return kind === "INCLUDE"
    ? { ProjectionType: kind, NonKeyAttributes: [...included] }
    : { ProjectionType: kind };
}

function keySchema(partition: readonly KeyDraft[], sort: readonly KeyDraft[]): KeySchemaElement[] {
  return [
    ...partition.map(({ name }) => ({ AttributeName: name, KeyType: "HASH" as const })),
    ...sort.map(({ name }) => ({ AttributeName: name, KeyType: "RANGE" as const })),
  ];
}

/** The attributes of an index that must be defined with their types. */
export function attributesOf(index: IndexDraft): readonly KeyDraft[] {
  if (index.kind === "local") return [index.sort];
  if (index.kind === "global") return [...index.partition, ...index.sort];
  return [index.partition, ...index.filters];
}

/** One definition for each name. */
export function definitions(keys: readonly KeyDraft[]): AttributeDefinition[] {
  const types = new Map<string, KeyDraft["type"]>();
  for (const { name, type } of keys) {
    if (name !== "" && !types.has(name)) types.set(name, type);
  }
  return [...types].map(([name, type]) => ({ AttributeName: name, AttributeType: type }));
}
