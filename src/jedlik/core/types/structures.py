"""The types of what stands inside requests. For the type checker alone: nothing here runs."""

from typing import Literal, Required, TypedDict

from jedlik.core.types.attribute_value import AttributeValue

# --- Items ---------------------------------------------------------------------------------------

ConditionalOperator = Literal["AND", "OR"]
ComparisonOperator = Literal[
    "EQ", "NE", "IN", "LE", "LT", "GE", "GT", "BETWEEN", "NOT_NULL", "NULL", "CONTAINS",
    "NOT_CONTAINS", "BEGINS_WITH",
]  # fmt: skip


class ExpectedAttributeValue(TypedDict, total=False):
    """One entry of Expected."""

    AttributeValueList: list[AttributeValue]
    ComparisonOperator: ComparisonOperator
    Exists: bool
    Value: AttributeValue


class Condition(TypedDict, total=False):
    """One entry of KeyConditions, QueryFilter and ScanFilter."""

    AttributeValueList: list[AttributeValue]
    ComparisonOperator: Required[ComparisonOperator]


class AttributeValueUpdate(TypedDict, total=False):
    """One entry of AttributeUpdates."""

    Value: AttributeValue
    Action: Literal["ADD", "PUT", "DELETE"]


# --- Tables --------------------------------------------------------------------------------------

BillingMode = Literal["PROVISIONED", "PAY_PER_REQUEST"]
TableClass = Literal["STANDARD", "STANDARD_INFREQUENT_ACCESS"]
ReplicationMode = Literal["ENABLED", "DISABLED", "ENABLED_WITH_OVERRIDES"]


class AttributeDefinition(TypedDict):
    """Name and type of a key attribute."""

    AttributeName: str
    AttributeType: Literal["S", "N", "B"]


class KeySchemaElement(TypedDict):
    """Name and part of a key attribute."""

    AttributeName: str
    KeyType: Literal["HASH", "RANGE"]


class Projection(TypedDict, total=False):
    """What an index copies of an item."""

    ProjectionType: Literal["ALL", "KEYS_ONLY", "INCLUDE"]
    NonKeyAttributes: list[str]


class ProvisionedThroughput(TypedDict):
    """Units a second, bought beforehand."""

    ReadCapacityUnits: int
    WriteCapacityUnits: int


class OnDemandThroughput(TypedDict, total=False):
    """Bounds of units a second, paid by use."""

    MaxReadRequestUnits: int
    MaxWriteRequestUnits: int


class WarmThroughput(TypedDict, total=False):
    """Units a second that are there at once."""

    ReadUnitsPerSecond: int
    WriteUnitsPerSecond: int


class LocalSecondaryIndex(TypedDict):
    """A local index to create."""

    IndexName: str
    KeySchema: list[KeySchemaElement]
    Projection: Projection


class GlobalSecondaryIndex(TypedDict, total=False):
    """A global index to create."""

    IndexName: Required[str]
    KeySchema: Required[list[KeySchemaElement]]
    Projection: Required[Projection]
    ProvisionedThroughput: ProvisionedThroughput
    OnDemandThroughput: OnDemandThroughput
    WarmThroughput: WarmThroughput


class VectorAttribute(TypedDict):
    """The attribute that holds the vector."""

    AttributeName: str


class SearchSchemaElement(TypedDict):
    """An attribute that a search may narrow by."""

    AttributeName: str
    SearchSchemaElementType: Literal["HASH", "INLINE_FILTER"]


class VectorIndex(TypedDict, total=False):
    """A vector index to create."""

    IndexName: Required[str]
    VectorAttribute: Required[VectorAttribute]
    SearchSchema: list[SearchSchemaElement]
    Projection: Required[Projection]
    Dimensions: Required[int]
    DistanceFunction: Required[Literal["COSINE", "DOT_PRODUCT", "EUCLIDEAN"]]


class StreamSpecification(TypedDict, total=False):
    """Whether a stream is kept, and what its records hold."""

    StreamEnabled: Required[bool]
    StreamViewType: Literal["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"]


class SSESpecification(TypedDict, total=False):
    """Encryption at rest."""

    Enabled: bool
    SSEType: Literal["AES256", "KMS"]
    KMSMasterKeyId: str


class Tag(TypedDict):
    """A tag."""

    Key: str
    Value: str


class IndexNameOnly(TypedDict):
    """An index to delete."""

    IndexName: str


class UpdateGlobalSecondaryIndex(TypedDict, total=False):
    """What to change about a global index."""

    IndexName: Required[str]
    ProvisionedThroughput: ProvisionedThroughput
    OnDemandThroughput: OnDemandThroughput
    WarmThroughput: WarmThroughput


class GlobalSecondaryIndexUpdate(TypedDict, total=False):
    """One change of the global indexes."""

    Update: UpdateGlobalSecondaryIndex
    Create: GlobalSecondaryIndex
    Delete: IndexNameOnly


class VectorIndexUpdate(TypedDict, total=False):
    """One change of the vector indexes."""

    Create: VectorIndex
    Delete: IndexNameOnly


class ReadCapacityOverride(TypedDict, total=False):
    """Read units of a replica."""

    ReadCapacityUnits: int


class OnDemandReadOverride(TypedDict, total=False):
    """Bound of read units of a replica."""

    MaxReadRequestUnits: int


class ReplicaGlobalSecondaryIndex(TypedDict, total=False):
    """A global index of a replica."""

    IndexName: Required[str]
    ProvisionedThroughputOverride: ReadCapacityOverride
    OnDemandThroughputOverride: OnDemandReadOverride


class Replica(TypedDict, total=False):
    """A replica to create or change."""

    RegionName: Required[str]
    KMSMasterKeyId: str
    ProvisionedThroughputOverride: ReadCapacityOverride
    OnDemandThroughputOverride: OnDemandReadOverride
    GlobalSecondaryIndexes: list[ReplicaGlobalSecondaryIndex]
    TableClassOverride: TableClass


class RegionOnly(TypedDict):
    """A replica or witness by its Region."""

    RegionName: str


class Disassociation(RegionOnly):
    """A replica to part from."""

    DisassociationMode: Literal["WAIT_FOR_REPLICATION"]


class ReplicationGroupUpdate(TypedDict, total=False):
    """One change of the replicas."""

    Create: Replica
    Update: Replica
    Delete: RegionOnly
    Disassociate: Disassociation


class WitnessUpdate(TypedDict, total=False):
    """One change of the witness."""

    Create: RegionOnly
    Delete: RegionOnly


class TimeToLiveSpecification(TypedDict):
    """Which attribute holds the time of expiry, and whether it counts."""

    Enabled: bool
    AttributeName: str


DistanceFunction = Literal["COSINE", "DOT_PRODUCT", "EUCLIDEAN"]
