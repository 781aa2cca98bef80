"""The record of a table, as the catalog stores it.

A record is JSON with the member names of the API. DescribeTable shows a selection of its members,
and a new setting is a new member. Comments that begin with "ours" mark members that the API does
not have.
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
    """A shard of a stream: one partition of the change log. Positions: see `core.keys.position`."""

    ShardId: str
    Starting: int  # no record has a lower position
    Ending: NotRequired[int]  # no record has a higher position; absent while the shard is open
    ParentShardId: NotRequired[str]


class PointInTimeRecovery(TypedDict):
    """The setting of point-in-time recovery. Days: how long the history is stored. Since: the
    position of its begin; moments before it cannot be restored.
    """

    Days: int
    Since: int


class BackupUnderWay(TypedDict):
    """A backup that is being made. WorkId: the work that reads the table for it. Kind: absent if a
    user makes it.
    """

    Id: str
    Name: str
    WorkId: str
    Kind: NotRequired[Literal["AWS_BACKUP"]]


class Restore(TypedDict):
    """The restore that fills a table. WorkId: its work. Summary: the RestoreSummary to show."""

    WorkId: str
    Summary: dict[str, object]


class ImportUnderWay(TypedDict):
    """The import that fills a table. WorkId: its work."""

    WorkId: str


class Transition(TypedDict):
    """A change that is under way until `EndsAtMs` (Unix time, milliseconds).

    `Shown` has the members of TableDescription that differ until then. None means that a member is
    absent. The status is ACTIVE while encryption or warm throughput changes.
    """

    Status: Literal["CREATING", "UPDATING", "DELETING", "ACTIVE"]
    EndsAtMs: int
    Shown: NotRequired[dict[str, object]]


class Throughput(TypedDict):
    """Provisioned capacity and its history."""

    ReadCapacityUnits: int
    WriteCapacityUnits: int
    NumberOfDecreasesToday: int
    LastIncreaseDateTime: NotRequired[float]
    LastDecreaseDateTime: NotRequired[float]


class StoredWarmThroughput(TypedDict):
    """The throughput that a table can serve at once. It never decreases."""

    ReadUnitsPerSecond: int
    WriteUnitsPerSecond: int


class StoredProjection(TypedDict):
    """The attributes that an index copies, in addition to its keys and the keys of the table."""

    ProjectionType: ProjectionType
    NonKeyAttributes: NotRequired[list[str]]  # only with INCLUDE; in order of name


class IndexRecord(TypedDict):
    """The record of a secondary index. Its members are those of its description, and ours. Local
    indexes have no throughput.
    """

    Id: int  # ours: unique among all indexes that the table ever had
    IndexName: str
    KeySchema: list[KeySchemaElement]
    Projection: StoredProjection
    ProvisionedThroughput: NotRequired[Throughput]
    WarmThroughput: NotRequired[StoredWarmThroughput]
    OnDemandThroughput: NotRequired[OnDemandThroughput]
    # ours: whether items from before its creation are still being added
    IsBuilding: NotRequired[bool]
    Transition: NotRequired[Transition]


class VectorIndexRecord(TypedDict):
    """The record of a vector index. See `IndexRecord`."""

    Id: int
    IndexName: str
    VectorAttribute: VectorAttributeDefinition
    Dimensions: int
    DistanceFunction: DistanceFunction
    Projection: StoredProjection
    SearchSchema: NotRequired[list[SearchSchemaElement]]
    IsBuilding: NotRequired[bool]
    Transition: NotRequired[Transition]


class StoredResourcePolicy(TypedDict):
    """The policy of a table or stream. After its deletion only the last two members remain.

    Text: the document in canonical form. Principals: the unique ids that the ARNs in it had when it
    was stored. HasVersion: whether the document named its version. RevisionId: the time of the last
    change in milliseconds since 1970. EndsAtMs: when this change ends.
    """

    Text: NotRequired[str]
    Principals: NotRequired[dict[str, str]]
    HasVersion: NotRequired[bool]
    RevisionId: str
    EndsAtMs: int


class TableRecord(TypedDict):
    """The record of a table. Its members are those of TableDescription, and ours."""

    Id: int  # ours: the table in keys; never used again for another table
    TableName: str
    TableId: str  # a UUID; a table that is created again under the same name has another one
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
    StreamViewType: NotRequired[str]  # only while the stream is enabled
    LatestStreamLabel: NotRequired[str]  # stays when the stream is disabled
    # ours: the open ones; each has an equal share of the keys
    LogPartitions: NotRequired[list[Shard]]
    PointInTimeRecovery: NotRequired[PointInTimeRecovery]  # ours; only while it is enabled
    LogOpenings: NotRequired[int]  # ours: how often the log was opened without a stream
    BackupsUnderWay: NotRequired[list[BackupUnderWay]]  # ours
    HistoryReaders: NotRequired[list[str]]  # ours: the ids of other works that read its history
    Restore: NotRequired[Restore]  # ours; only while the table is being restored
    Import: NotRequired[ImportUnderWay]  # ours; only while the table is being imported
    KMSMasterKeyArn: NotRequired[str]  # absent: encrypted with a key of the service
    DataKey: NotRequired[str]  # ours: the encrypted data key; absent: values are in the clear
    HasPlainValues: NotRequired[bool]  # ours: whether some values are older than the data key
    EncryptionChangesMs: NotRequired[list[int]]  # ours
    TableClass: NotRequired[str]
    TableClassChangesMs: NotRequired[list[int]]
    DeletionProtectionChangedMs: NotRequired[int]
    TimeToLiveAttribute: NotRequired[str]
    TimeToLiveChangedMs: NotRequired[int]
    LocalSecondaryIndexes: NotRequired[list[IndexRecord]]
    GlobalSecondaryIndexes: NotRequired[list[IndexRecord]]
    VectorIndexes: NotRequired[list[VectorIndexRecord]]
    ResourcePolicy: NotRequired[StoredResourcePolicy]
    LastIndexId: NotRequired[int]  # ours: ids of indexes are never used again
    Transition: NotRequired[Transition]


def table_to_bytes(record: TableRecord) -> bytes:
    """Returns the bytes of a record, as the catalog stores them."""
    return orjson.dumps(record)


def record_from_bytes(stored: bytes) -> TableRecord:
    """Returns a decoded record. It is a new value, which the caller may change."""
    record = orjson.loads(stored)
    if _FORMER_LOG_PARTITIONS in record:
        record["LogPartitions"] = record.pop(_FORMER_LOG_PARTITIONS)
    return cast(TableRecord, record)
