"""The API's structures inside requests, which features read and store.

Each is declared once: the type checker reads the types, and `wire.shapes` builds the check of a
request from the annotations (`core.types.constraints`). A class has the name of the structure in
the service's model, since errors print it. The order of members is the order in which the service
reports their faults, as dynalite's recorded tests have it.
"""

from typing import Annotated, Final, Literal, Required, TypedDict

from jedlik.core import limits
from jedlik.core.types.attribute_value import AttributeValue, ScalarType
from jedlik.core.types.constraints import (
    STORED,
    EnumWording,
    Form,
    Wording,
    at_least,
    at_most,
    max_length,
    min_length,
    pattern,
)

NAME_PATTERN: Final = "[a-zA-Z0-9_.-]+"

IndexName = Annotated[
    str,
    min_length(limits.INDEX_NAME_CHARACTERS_MIN),
    max_length(limits.INDEX_NAME_CHARACTERS_MAX),
    pattern(NAME_PATTERN),
]
KeyAttributeName = Annotated[str, min_length(1), max_length(limits.KEY_ATTRIBUTE_NAME_CHARACTERS)]
Long = Annotated[int, Form.LONG]
CapacityUnits = Annotated[Long, at_least(1)]

# --- Items ---------------------------------------------------------------------------------------

ConditionalOperator = Literal["OR", "AND"]
ComparisonOperator = Literal[
    "IN", "NULL", "BETWEEN", "LT", "NOT_CONTAINS", "EQ", "GT", "NOT_NULL", "NE", "LE",
    "BEGINS_WITH", "GE", "CONTAINS",
]  # fmt: skip


# The current generation reports another word as a fault of the condition (`expressions.legacy`).
_LATER: Final = EnumWording(is_older=True)


class ExpectedAttributeValue(TypedDict, total=False):
    """One entry of Expected."""

    AttributeValueList: list[AttributeValue]
    ComparisonOperator: Annotated[ComparisonOperator, _LATER]
    Exists: bool
    Value: AttributeValue


class Condition(TypedDict, total=False):
    """One entry of KeyConditions, QueryFilter or ScanFilter."""

    AttributeValueList: list[AttributeValue]
    ComparisonOperator: Required[ComparisonOperator]


# With a stray quote, and only the first fault (recorded in us-east-1 and eu-west-2, 2026-10-10).
_ACTION: Final = EnumWording(Wording("1 validation error detected: {text}' for Action", bare=True))


class AttributeValueUpdate(TypedDict, total=False):
    """One entry of AttributeUpdates."""

    Action: Annotated[Literal["ADD", "DELETE", "PUT"], _ACTION]
    Value: AttributeValue


# --- Tables --------------------------------------------------------------------------------------

BillingMode = Literal["PROVISIONED", "PAY_PER_REQUEST"]
TableClass = Literal["STANDARD", "STANDARD_INFREQUENT_ACCESS"]
ProjectionType = Literal["ALL", "INCLUDE", "KEYS_ONLY"]
DistanceFunction = Literal["COSINE", "DOT_PRODUCT", "EUCLIDEAN"]


class AttributeDefinition(TypedDict):
    """The name and the type of a key attribute."""

    AttributeType: ScalarType
    AttributeName: KeyAttributeName


class KeySchemaElement(TypedDict):
    """A key attribute and its part in the key."""

    AttributeName: KeyAttributeName
    KeyType: Literal["HASH", "RANGE"]


TableKeySchema = Annotated[
    list[KeySchemaElement], min_length(1), max_length(limits.KEY_SCHEMA_ELEMENTS)
]
IndexKeySchema = Annotated[
    list[KeySchemaElement], min_length(1), max_length(limits.INDEX_KEY_SCHEMA_ELEMENTS)
]


class Projection(TypedDict, total=False):
    """Which attributes of an item an index copies."""

    ProjectionType: ProjectionType
    NonKeyAttributes: Annotated[
        list[KeyAttributeName], min_length(1), max_length(limits.NON_KEY_ATTRIBUTES_PER_INDEX)
    ]


class ProvisionedThroughput(TypedDict):
    """Units per second that are bought in advance."""

    WriteCapacityUnits: CapacityUnits
    ReadCapacityUnits: CapacityUnits


class OnDemandThroughput(TypedDict, total=False):
    """The most units per second of a table that is paid by use."""

    MaxReadRequestUnits: Long
    MaxWriteRequestUnits: Long


class WarmThroughput(TypedDict, total=False):
    """Units per second that are available at once."""

    ReadUnitsPerSecond: Long
    WriteUnitsPerSecond: Long


class StreamSpecification(TypedDict, total=False):
    """Whether a table has a stream, and what its records hold."""

    StreamEnabled: Required[bool]
    StreamViewType: Literal["OLD_IMAGE", "KEYS_ONLY", "NEW_AND_OLD_IMAGES", "NEW_IMAGE"]


class SSESpecification(TypedDict, total=False):
    """Encryption at rest."""

    Enabled: bool
    SSEType: Literal["AES256", "KMS"]
    KMSMasterKeyId: Annotated[str, min_length(1)]


class Tag(TypedDict, total=False):
    """A tag. Both members are required, but another sentence reports that one is absent
    (`features.tables.tags`).
    """

    Key: str
    Value: str


class TimeToLiveSpecification(TypedDict):
    """The attribute that holds the time of expiry, and whether items expire."""

    AttributeName: Annotated[
        str, min_length(1), max_length(limits.TIME_TO_LIVE_ATTRIBUTE_NAME_CHARACTERS)
    ]
    Enabled: bool


class IncrementalExportSpecification(TypedDict, total=False):
    """The window of an incremental export (Unix time, seconds), and the images to write."""

    ExportFromTime: float
    ExportToTime: float
    ExportViewType: Literal["NEW_IMAGE", "NEW_AND_OLD_IMAGES"]


class FilterSpecification(TypedDict, total=False):
    """Which items, and which attributes of them, an export writes."""

    FilterExpression: str
    ProjectionExpression: str
    KeyConditionExpression: str
    ExpressionAttributeNames: dict[str, str]
    ExpressionAttributeValues: dict[str, AttributeValue]


class PointInTimeRecoverySpecification(TypedDict, total=False):
    """Whether a table can be restored to a second, and for how many days."""

    PointInTimeRecoveryEnabled: Required[bool]
    RecoveryPeriodInDays: Annotated[int, at_least(1), at_most(limits.RECOVERY_PERIOD_DAYS_MAX)]


# --- Indexes -------------------------------------------------------------------------------------


class LocalSecondaryIndex(TypedDict):
    """A local secondary index to create."""

    IndexName: IndexName
    KeySchema: TableKeySchema
    Projection: Projection


class GlobalSecondaryIndex(TypedDict, total=False):
    """A global secondary index to create."""

    IndexName: Required[IndexName]
    KeySchema: Required[IndexKeySchema]
    Projection: Required[Projection]
    ProvisionedThroughput: Annotated[ProvisionedThroughput, STORED]
    OnDemandThroughput: Annotated[OnDemandThroughput, STORED]
    WarmThroughput: Annotated[WarmThroughput, STORED]


class CreateGlobalSecondaryIndexAction(GlobalSecondaryIndex, total=False):
    """A global secondary index to create in a table that exists."""


class UpdateGlobalSecondaryIndexAction(TypedDict, total=False):
    """What to change about a global secondary index."""

    IndexName: Required[IndexName]
    ProvisionedThroughput: Annotated[ProvisionedThroughput, STORED]
    OnDemandThroughput: Annotated[OnDemandThroughput, STORED]
    WarmThroughput: Annotated[WarmThroughput, STORED]


class DeleteGlobalSecondaryIndexAction(TypedDict):
    """A global secondary index to delete."""

    IndexName: IndexName


class GlobalSecondaryIndexUpdate(TypedDict, total=False):
    """One change of the global secondary indexes."""

    Update: UpdateGlobalSecondaryIndexAction
    Create: CreateGlobalSecondaryIndexAction
    Delete: DeleteGlobalSecondaryIndexAction


class VectorAttributeDefinition(TypedDict):
    """The attribute that holds the vector."""

    AttributeName: KeyAttributeName


class SearchSchemaElement(TypedDict):
    """An attribute by which a search may be narrowed."""

    AttributeName: str
    SearchSchemaElementType: Literal["HASH", "INLINE_FILTER"]


class VectorIndex(TypedDict, total=False):
    """A vector index to create."""

    IndexName: Required[IndexName]
    VectorAttribute: Required[VectorAttributeDefinition]
    SearchSchema: Annotated[list[SearchSchemaElement], min_length(1)]
    Projection: Required[Projection]
    Dimensions: Required[Annotated[Long, at_least(1)]]
    DistanceFunction: Required[DistanceFunction]


class CreateVectorIndexAction(VectorIndex, total=False):
    """A vector index to create in a table that exists."""


class DeleteVectorIndexAction(TypedDict):
    """A vector index to delete."""

    IndexName: IndexName


class VectorIndexUpdate(TypedDict, total=False):
    """One change of the vector indexes."""

    Create: CreateVectorIndexAction
    Delete: DeleteVectorIndexAction
