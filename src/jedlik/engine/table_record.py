"""The record of a table, as the catalog keeps it.

It is JSON with the API's own member names, so that DescribeTable is a selection of it and a new
setting is a new member.
"""

from typing import Final, Literal, NotRequired, TypedDict, cast

import orjson

from jedlik.core.types.structures import (
    AttributeDefinition,
    DistanceFunction,
    KeySchemaElement,
    OnDemandThroughput,
    ProjectionType,
    SearchSchemaElement,
    Tag,
    VectorAttributeDefinition,
)

_FORMER_LOG_PARTITIONS: Final = "StreamShards"  # in records that version 0.1 stored


class Shard(TypedDict):
    """A part of a stream. Positions are those of `core.keys.position`."""

    ShardId: str
    Starting: int  # no record has a lower position
    Ending: NotRequired[int]  # none has a higher one; absent while the shard is open
    ParentShardId: NotRequired[str]


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


class StoredWarmThroughput(TypedDict):
    """What a table can serve at once; it never falls."""

    ReadUnitsPerSecond: int
    WriteUnitsPerSecond: int


class StoredProjection(TypedDict):
    """What an index copies of an item besides the keys of the table and its own."""

    ProjectionType: ProjectionType
    NonKeyAttributes: NotRequired[list[str]]  # of INCLUDE, in order of name


class IndexRecord(TypedDict):
    """What the catalog stores of a secondary index; members are those of its description but for
    ours. Local indexes have no throughput.
    """

    Id: int  # ours: names the index among those the table ever had
    IndexName: str
    KeySchema: list[KeySchemaElement]
    Projection: StoredProjection
    ProvisionedThroughput: NotRequired[Throughput]
    WarmThroughput: NotRequired[StoredWarmThroughput]
    OnDemandThroughput: NotRequired[OnDemandThroughput]
    IsBuilding: NotRequired[bool]  # ours: items of before its creation are still being added
    Transition: NotRequired[Transition]


class VectorIndexRecord(TypedDict):
    """What the catalog stores of a vector index; as `IndexRecord`."""

    Id: int
    IndexName: str
    VectorAttribute: VectorAttributeDefinition
    Dimensions: int
    DistanceFunction: DistanceFunction
    Projection: StoredProjection
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
    WarmThroughput: StoredWarmThroughput
    LastUpdateToPayPerRequestDateTime: NotRequired[float]
    PayPerRequestChangesMs: NotRequired[list[int]]
    OnDemandThroughput: NotRequired[OnDemandThroughput]
    StreamViewType: NotRequired[str]  # of the enabled stream
    LatestStreamLabel: NotRequired[str]  # outlives the stream it names
    LogPartitions: NotRequired[list[Shard]]  # ours: those open, each an equal part of the keys
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


def table_to_bytes(record: TableRecord) -> bytes:
    """A record as the catalog stores it."""
    return orjson.dumps(record)


def record_from_bytes(stored: bytes) -> TableRecord:
    """Returns a stored record, decoded: a new value that the caller may change."""
    record = orjson.loads(stored)
    if _FORMER_LOG_PARTITIONS in record:
        record["LogPartitions"] = record.pop(_FORMER_LOG_PARTITIONS)
    return cast(TableRecord, record)
