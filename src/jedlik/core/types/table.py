"""A table as the catalog keeps it: one immutable record, with what every request needs made ready.

The record is JSON with the API's own member names, so that DescribeTable is a selection of it and
a new setting is a new member. `Table` adds the forms that the request path reads.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple, NotRequired, TypedDict, cast

import orjson

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.types.stream import Shard, shard_partition
from jedlik.core.types.tag import Tag
from jedlik.core.types.vector import DistanceFunction, VectorSchema

ScalarType = Literal["S", "N", "B"]


class KeySchemaElement(TypedDict):
    """One attribute of a key: its name and its role."""

    AttributeName: str
    KeyType: Literal["HASH", "RANGE"]


class AttributeDefinition(TypedDict):
    """The scalar type of a key attribute."""

    AttributeName: str
    AttributeType: ScalarType


class Transition(TypedDict):
    """A change under way: what is shown of the table until `EndsAtMs` (Unix time, milliseconds).

    `Shown` holds members of TableDescription that differ until then; None stands for an absent one.
    Encryption and warm throughput change while the table is ACTIVE.
    """

    Status: Literal["CREATING", "UPDATING", "DELETING", "ACTIVE"]
    EndsAtMs: int
    Shown: NotRequired[dict[str, object]]


class Throughput(TypedDict):
    """Provisioned capacity with its history."""

    ReadCapacityUnits: int
    WriteCapacityUnits: int
    NumberOfDecreasesToday: int
    LastIncreaseDateTime: NotRequired[float]
    LastDecreaseDateTime: NotRequired[float]


class OnDemandThroughput(TypedDict, total=False):
    """The most an on-demand table serves in a second; an absent member is no maximum."""

    MaxReadRequestUnits: int
    MaxWriteRequestUnits: int


class WarmThroughput(TypedDict):
    """What a table can serve at once; it never falls."""

    ReadUnitsPerSecond: int
    WriteUnitsPerSecond: int


class Projection(TypedDict):
    """What an index copies of an item besides the keys of the table and its own."""

    ProjectionType: Literal["ALL", "KEYS_ONLY", "INCLUDE"]
    NonKeyAttributes: NotRequired[list[str]]  # of INCLUDE, in order of name


class IndexRecord(TypedDict):
    """What the catalog stores of a secondary index; members are those of its description but for
    ours. Local indexes have no throughput.
    """

    Id: int  # ours: names the index among those the table ever had
    IndexName: str
    KeySchema: list[KeySchemaElement]
    Projection: Projection
    ProvisionedThroughput: NotRequired[Throughput]
    WarmThroughput: NotRequired[WarmThroughput]
    OnDemandThroughput: NotRequired[OnDemandThroughput]
    IsBuilding: NotRequired[bool]  # ours: items of before its creation are still being added
    Transition: NotRequired[Transition]


class SearchSchemaElement(TypedDict):
    """An attribute by which a search of a vector index can be narrowed."""

    AttributeName: str
    SearchSchemaElementType: Literal["HASH", "INLINE_FILTER"]


class VectorAttribute(TypedDict):
    """The attribute that holds the vector."""

    AttributeName: str


class VectorIndexRecord(TypedDict):
    """What the catalog stores of a vector index; as `IndexRecord`."""

    Id: int
    IndexName: str
    VectorAttribute: VectorAttribute
    Dimensions: int
    DistanceFunction: DistanceFunction
    Projection: Projection
    SearchSchema: NotRequired[list[SearchSchemaElement]]
    IsBuilding: NotRequired[bool]
    Transition: NotRequired[Transition]


class TableRecord(TypedDict):
    """What the catalog stores of a table; members are those of TableDescription but for ours."""

    Id: int  # ours: names the table in keys, never used again
    TableName: str
    TableId: str  # the API's name of this incarnation of the table, a UUID
    Region: str
    AccountId: str
    CreationDateTime: float  # Unix time, seconds
    KeySchema: list[KeySchemaElement]
    AttributeDefinitions: list[AttributeDefinition]
    BillingMode: Literal["PROVISIONED", "PAY_PER_REQUEST"]
    ProvisionedThroughput: Throughput
    DeletionProtectionEnabled: bool
    Tags: list[Tag]
    WarmThroughput: WarmThroughput
    LastUpdateToPayPerRequestDateTime: NotRequired[float]
    PayPerRequestChangesMs: NotRequired[list[int]]
    OnDemandThroughput: NotRequired[OnDemandThroughput]
    StreamViewType: NotRequired[str]  # of the enabled stream
    LatestStreamLabel: NotRequired[str]  # outlives the stream it names
    StreamShards: NotRequired[list[Shard]]  # ours: those open, each an equal part of the keys
    KMSMasterKeyArn: NotRequired[str]  # absent: encrypted with a key of the service
    TableClass: NotRequired[str]
    TableClassChangesMs: NotRequired[list[int]]
    DeletionProtectionChangedMs: NotRequired[int]
    TimeToLiveAttribute: NotRequired[str]
    TimeToLiveChangedMs: NotRequired[int]
    LocalSecondaryIndexes: NotRequired[list[IndexRecord]]
    GlobalSecondaryIndexes: NotRequired[list[IndexRecord]]
    VectorIndexes: NotRequired[list[VectorIndexRecord]]
    LastIndexId: NotRequired[int]  # ours: ids of indexes are never used again
    Transition: NotRequired[Transition]


class KeyAttribute(NamedTuple):
    """A key attribute: its name and the type its values must have."""

    name: str
    type: ScalarType


class TableStream(NamedTuple):
    """The enabled stream of a table: what its records show, and where they go."""

    view_type: str
    partitions: tuple[bytes, ...]  # of the open shards; the first bytes of an item's key choose


@dataclass(slots=True, frozen=True, eq=False)
class Index:
    """A secondary or vector index ready for requests. A vector index counts as a global one; its
    hash key is that of its search schema, which may have none.
    """

    id: int
    name: str
    is_global: bool
    hash_key: tuple[KeyAttribute, ...]
    range_key: tuple[KeyAttribute, ...]
    projected: frozenset[str] | None  # the attributes it copies, keys included; None for all
    is_building: bool
    prefix: bytes  # what its entries' partitions begin with
    counter_key: Key
    vector: VectorSchema | None = None  # of a vector index
    filters: tuple[KeyAttribute, ...] = ()  # its INLINE_FILTER attributes

    @property
    def key_attributes(self) -> tuple[KeyAttribute, ...]:
        """The attributes of its key, hash first."""
        return self.hash_key + self.range_key

    @property
    def typed_attributes(self) -> tuple[KeyAttribute, ...]:
        """The attributes whose values must have a type."""
        return self.hash_key + self.range_key + self.filters


@dataclass(slots=True, frozen=True, eq=False)
class Table:
    """A table ready for requests. Two loads of one record are different objects on purpose."""

    record: TableRecord
    stored: bytes  # the record as stored: a write proves with it that its plan is not stale
    catalog_key: Key
    counter_key: Key
    id: int
    name: str
    hash_key: KeyAttribute
    range_key: KeyAttribute | None
    transition: Transition | None  # the last change of state, which may be over
    stream: TableStream | None = None
    time_to_live: str | None = None  # the attribute that holds the time of expiry
    is_followed: bool = (
        False  # whether a change of an item entails more: stream or time_to_live is there
    )
    indexes: tuple[Index, ...] = ()  # global, local, vector; those being deleted are not in it
    has_item_collections: bool = False  # as tables with local indexes have

    @property
    def key_attributes(self) -> tuple[KeyAttribute, ...]:
        """The attributes of the primary key, hash first."""
        return (self.hash_key,) if self.range_key is None else (self.hash_key, self.range_key)


def catalog_key(region: str, account_id: str, table_name: str) -> Key:
    """Where the record of a table is kept."""
    return Key(Space.CATALOG, 0, catalog_partition(region, account_id), table_name.encode())


def catalog_partition(region: str, account_id: str) -> bytes:
    """What keeps the tables of Regions and accounts apart."""
    return f"{region}/{account_id}".encode()


def counter_key(table_id: int) -> Key:
    """Where a table's counters are kept: items, and their size in bytes."""
    return Key(Space.COUNTER, table_id, b"", b"")


def index_prefix(index_id: int) -> bytes:
    """What the partitions of all entries of an index begin with."""
    return index_id.to_bytes(2, "big")


def index_counter_key(table_id: int, index_id: int) -> Key:
    """Where an index's counters are kept: entries, and their size in bytes."""
    return Key(Space.COUNTER, table_id, index_prefix(index_id), b"")


def collection_counter_key(item_key: Key) -> Key:
    """Where the size in bytes of an item collection is kept: its items and their entries in local
    indexes. `item_key` is that of any of its items.
    """
    return Key(Space.COUNTER, item_key.table, item_key.partition, b"")


def table_to_bytes(record: TableRecord) -> bytes:
    """A record as the catalog stores it."""
    return orjson.dumps(record)


def record_from_bytes(stored: bytes) -> TableRecord:
    """A stored record, decoded: a fresh value the caller may change."""
    return cast(TableRecord, orjson.loads(stored))


def table_from_bytes(stored: bytes) -> Table:
    """The table of a stored record."""
    record = record_from_bytes(stored)
    types = {
        each["AttributeName"]: each["AttributeType"] for each in record["AttributeDefinitions"]
    }
    key = [
        KeyAttribute(each["AttributeName"], types[each["AttributeName"]])
        for each in record["KeySchema"]
    ]
    stream = _stream_of(record)
    time_to_live = record.get("TimeToLiveAttribute")
    indexes = _indexes(record, types) + _vector_indexes(record, types)
    return Table(
        record=record,
        stored=stored,
        catalog_key=catalog_key(record["Region"], record["AccountId"], record["TableName"]),
        counter_key=counter_key(record["Id"]),
        id=record["Id"],
        name=record["TableName"],
        hash_key=key[0],
        range_key=key[1] if len(key) > 1 else None,
        transition=record.get("Transition"),
        stream=stream,
        time_to_live=time_to_live,
        is_followed=stream is not None or time_to_live is not None,
        indexes=indexes,
        has_item_collections="LocalSecondaryIndexes" in record,
    )


def _stream_of(record: TableRecord) -> TableStream | None:
    shards = record.get("StreamShards")
    if shards is None:
        return None
    partitions = tuple(shard_partition(each["ShardId"]) for each in shards)
    return TableStream(record["StreamViewType"], partitions)


def _indexes(record: TableRecord, types: dict[str, ScalarType]) -> tuple[Index, ...]:
    found: list[Index] = []
    table_key = [each["AttributeName"] for each in record["KeySchema"]]
    for is_global, declared in (
        (True, record.get("GlobalSecondaryIndexes", ())),
        (False, record.get("LocalSecondaryIndexes", ())),
    ):
        for each in declared:
            if each.get("Transition", {}).get("Status") == "DELETING":
                continue
            key = [
                (element["KeyType"], KeyAttribute(name, types[name]))
                for element in each["KeySchema"]
                for name in (element["AttributeName"],)
            ]
            projection, names = each["Projection"], [attribute.name for _, attribute in key]
            copied = {*table_key, *names, *projection.get("NonKeyAttributes", ())}
            found.append(
                Index(
                    id=each["Id"],
                    name=each["IndexName"],
                    is_global=is_global,
                    hash_key=tuple(attribute for role, attribute in key if role == "HASH"),
                    range_key=tuple(attribute for role, attribute in key if role == "RANGE"),
                    projected=None if projection["ProjectionType"] == "ALL" else frozenset(copied),
                    is_building=each.get("IsBuilding", False),
                    prefix=index_prefix(each["Id"]),
                    counter_key=index_counter_key(record["Id"], each["Id"]),
                )
            )
    return tuple(found)


def _vector_indexes(record: TableRecord, types: dict[str, ScalarType]) -> tuple[Index, ...]:
    found: list[Index] = []
    table_key = [each["AttributeName"] for each in record["KeySchema"]]
    for each in record.get("VectorIndexes", ()):
        if each.get("Transition", {}).get("Status") == "DELETING":
            continue
        schema = each.get("SearchSchema", ())
        names = [element["AttributeName"] for element in schema]
        roles: dict[str, list[KeyAttribute]] = {"HASH": [], "INLINE_FILTER": []}
        for element in schema:
            name = element["AttributeName"]
            roles[element["SearchSchemaElementType"]].append(KeyAttribute(name, types[name]))
        attribute, projection = each["VectorAttribute"]["AttributeName"], each["Projection"]
        copied = {*table_key, *names, attribute, *projection.get("NonKeyAttributes", ())}
        found.append(
            Index(
                id=each["Id"],
                name=each["IndexName"],
                is_global=True,
                hash_key=tuple(roles["HASH"]),
                range_key=(),
                projected=None if projection["ProjectionType"] == "ALL" else frozenset(copied),
                is_building=each.get("IsBuilding", False),
                prefix=index_prefix(each["Id"]),
                counter_key=index_counter_key(record["Id"], each["Id"]),
                vector=VectorSchema(
                    attribute=attribute,
                    dimensions=each["Dimensions"],
                    distance_function=each["DistanceFunction"],
                ),
                filters=tuple(roles["INLINE_FILTER"]),
            )
        )
    return tuple(found)


def transition_at(record: TableRecord, now_ms: int) -> Transition | None:
    """The transition under way at a moment."""
    transition = record.get("Transition")
    if transition is not None and now_ms < transition["EndsAtMs"]:
        return transition
    return None


def status_at(record: TableRecord, now_ms: int) -> str:
    """TableStatus at a moment."""
    transition = transition_at(record, now_ms)
    return "ACTIVE" if transition is None else transition["Status"]


def is_gone_at(record: TableRecord, now_ms: int) -> bool:
    """Whether the deletion of the table has taken effect."""
    transition = record.get("Transition")
    if transition is None or transition["Status"] != "DELETING":
        return False
    return now_ms >= transition["EndsAtMs"]
