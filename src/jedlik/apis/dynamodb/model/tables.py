"""Requests of the operations on tables, tags, time to live, limits and endpoints.

All are answered in the older wording. Order of faults: dynalite's recorded tests, except that the
global indexes of CreateTable come before the local ones (recorded answers, October 2026).
"""

from typing import Final, Literal, Required, TypedDict

from jedlik.apis.dynamodb.model.members import (
    ATTRIBUTE_DEFINITIONS,
    BILLING_MODE,
    INDEX_KEY_SCHEMA,
    INDEX_NAME,
    ON_DEMAND_READ_OVERRIDE,
    ON_DEMAND_THROUGHPUT,
    PLAIN_TABLE_NAME,
    PROJECTION,
    PROVISIONED_THROUGHPUT,
    READ_CAPACITY_OVERRIDE,
    REPLICATION_MODE,
    SSE_SPECIFICATION,
    STREAM_SPECIFICATION,
    TABLE_CLASS,
    TABLE_KEY_SCHEMA,
    TABLE_NAME,
    TAGS,
    VECTOR_INDEX_MEMBERS,
    WARM_THROUGHPUT,
)
from jedlik.core import limits
from jedlik.core.types.structures import (
    AttributeDefinition,
    BillingMode,
    GlobalSecondaryIndex,
    GlobalSecondaryIndexUpdate,
    KeySchemaElement,
    LocalSecondaryIndex,
    OnDemandThroughput,
    Projection,
    ProvisionedThroughput,
    ReplicationGroupUpdate,
    ReplicationMode,
    SSESpecification,
    StreamSpecification,
    TableClass,
    Tag,
    TimeToLiveSpecification,
    VectorIndex,
    VectorIndexUpdate,
    WarmThroughput,
    WitnessUpdate,
)
from jedlik.wire.shapes.constraints import (
    Wording,
    at_least,
    at_most,
    max_length,
    min_length,
    one_of,
)
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.scalars import Boolean, Integer, String
from jedlik.wire.shapes.shape import Shape
from jedlik.wire.shapes.structure import List, Member, Structure

__all__ = [
    "CREATE_TABLE",
    "DELETE_TABLE",
    "DESCRIBE_ENDPOINTS",
    "DESCRIBE_LIMITS",
    "DESCRIBE_TABLE",
    "DESCRIBE_TIME_TO_LIVE",
    "LIST_TABLES",
    "LIST_TAGS_OF_RESOURCE",
    "TAG_RESOURCE",
    "UNTAG_RESOURCE",
    "UPDATE_TABLE",
    "UPDATE_TIME_TO_LIVE",
    "CreateTableRequest",
    "GlobalSecondaryIndex",
    "ListTablesRequest",
    "ListTagsOfResourceRequest",
    "LocalSecondaryIndex",
    "NoMembers",
    "OnDemandThroughput",
    "Projection",
    "ProvisionedThroughput",
    "SSESpecification",
    "StreamSpecification",
    "TableRequest",
    "TagResourceRequest",
    "UntagResourceRequest",
    "UpdateTableRequest",
    "UpdateTimeToLiveRequest",
    "WarmThroughput",
]

_TABLE_NAME: Final = Member(
    "TableName",
    TABLE_NAME,
    required=True,
    missing=Wording(
        "The parameter 'TableName' is required but was not present in the request", bare=True
    ),
)


# --- CreateTable ---------------------------------------------------------------------------------


class CreateTableRequest(TypedDict, total=False):
    """CreateTable."""

    AttributeDefinitions: Required[list[AttributeDefinition]]
    TableName: Required[str]
    KeySchema: Required[list[KeySchemaElement]]
    LocalSecondaryIndexes: list[LocalSecondaryIndex]
    GlobalSecondaryIndexes: list[GlobalSecondaryIndex]
    BillingMode: BillingMode
    ProvisionedThroughput: ProvisionedThroughput
    StreamSpecification: StreamSpecification
    SSESpecification: SSESpecification
    Tags: list[Tag]
    TableClass: TableClass
    DeletionProtectionEnabled: bool
    WarmThroughput: WarmThroughput
    ResourcePolicy: str
    OnDemandThroughput: OnDemandThroughput
    GlobalTableSourceArn: str
    GlobalTableSettingsReplicationMode: ReplicationMode
    VectorIndexes: list[VectorIndex]


_GLOBAL_SECONDARY_INDEX_MEMBERS: Final = (
    Member("IndexName", INDEX_NAME, required=True),
    Member("KeySchema", INDEX_KEY_SCHEMA, required=True),
    Member("Projection", PROJECTION, required=True),
    Member("ProvisionedThroughput", PROVISIONED_THROUGHPUT),
    Member("OnDemandThroughput", ON_DEMAND_THROUGHPUT),
    Member("WarmThroughput", WARM_THROUGHPUT),
)

CREATE_TABLE: Final = Request(
    "CreateTableInput",
    Member("AttributeDefinitions", ATTRIBUTE_DEFINITIONS, required=True),
    _TABLE_NAME,
    BILLING_MODE,
    Member("ProvisionedThroughput", PROVISIONED_THROUGHPUT),
    Member("KeySchema", TABLE_KEY_SCHEMA, required=True),
    Member(
        "GlobalSecondaryIndexes",
        List(Structure("GlobalSecondaryIndex", *_GLOBAL_SECONDARY_INDEX_MEMBERS)),
    ),
    Member(
        "LocalSecondaryIndexes",
        List(
            Structure(
                "LocalSecondaryIndex",
                Member("IndexName", INDEX_NAME, required=True),
                Member("KeySchema", TABLE_KEY_SCHEMA, required=True),
                Member("Projection", PROJECTION, required=True),
            )
        ),
    ),
    STREAM_SPECIFICATION,
    SSE_SPECIFICATION,
    Member("Tags", TAGS),
    Member("TableClass", TABLE_CLASS),
    Member("DeletionProtectionEnabled", Boolean()),
    Member("WarmThroughput", WARM_THROUGHPUT),
    Member("ResourcePolicy", String()),
    Member("OnDemandThroughput", ON_DEMAND_THROUGHPUT),
    Member(
        "GlobalTableSourceArn",
        String(min_length(1), max_length(limits.TABLE_ARN_CHARACTERS_MAX)),
    ),
    REPLICATION_MODE,
    Member("VectorIndexes", List(Structure("VectorIndex", *VECTOR_INDEX_MEMBERS))),
)

# --- UpdateTable ---------------------------------------------------------------------------------


class UpdateTableRequest(TypedDict, total=False):
    """UpdateTable."""

    AttributeDefinitions: list[AttributeDefinition]
    TableName: Required[str]
    BillingMode: BillingMode
    ProvisionedThroughput: ProvisionedThroughput
    GlobalSecondaryIndexUpdates: list[GlobalSecondaryIndexUpdate]
    StreamSpecification: StreamSpecification
    SSESpecification: SSESpecification
    ReplicaUpdates: list[ReplicationGroupUpdate]
    TableClass: TableClass
    DeletionProtectionEnabled: bool
    MultiRegionConsistency: Literal["EVENTUAL", "STRONG"]
    GlobalTableWitnessUpdates: list[WitnessUpdate]
    OnDemandThroughput: OnDemandThroughput
    WarmThroughput: WarmThroughput
    GlobalTableSettingsReplicationMode: ReplicationMode
    DisassociationProtectionEnabled: bool
    VectorIndexUpdates: list[VectorIndexUpdate]


_REGION_NAME: Final = Member("RegionName", String(), required=True)


def _named_index(name: str) -> Structure:
    """A structure that holds the name of an index and nothing else."""
    return Structure(name, Member("IndexName", INDEX_NAME, required=True))


def _replica(name: str) -> Structure:
    """A replica to create or change."""
    index = Structure(
        "ReplicaGlobalSecondaryIndex",
        Member("IndexName", INDEX_NAME, required=True),
        Member("ProvisionedThroughputOverride", READ_CAPACITY_OVERRIDE),
        Member("OnDemandThroughputOverride", ON_DEMAND_READ_OVERRIDE),
    )
    return Structure(
        name,
        _REGION_NAME,
        Member("KMSMasterKeyId", String()),
        Member("ProvisionedThroughputOverride", READ_CAPACITY_OVERRIDE),
        Member("OnDemandThroughputOverride", ON_DEMAND_READ_OVERRIDE),
        Member("GlobalSecondaryIndexes", List(index, min_length(1))),
        Member("TableClassOverride", TABLE_CLASS),
    )


_GLOBAL_SECONDARY_INDEX_UPDATE: Final = Structure(
    "GlobalSecondaryIndexUpdate",
    Member(
        "Update",
        Structure(
            "UpdateGlobalSecondaryIndexAction",
            Member("IndexName", INDEX_NAME, required=True),
            Member("ProvisionedThroughput", PROVISIONED_THROUGHPUT),
            Member("OnDemandThroughput", ON_DEMAND_THROUGHPUT),
            Member("WarmThroughput", WARM_THROUGHPUT),
        ),
    ),
    Member(
        "Create",
        Structure("CreateGlobalSecondaryIndexAction", *_GLOBAL_SECONDARY_INDEX_MEMBERS),
    ),
    Member("Delete", _named_index("DeleteGlobalSecondaryIndexAction")),
)
_REPLICATION_GROUP_UPDATE: Final = Structure(
    "ReplicationGroupUpdate",
    Member("Create", _replica("CreateReplicationGroupMemberAction")),
    Member("Update", _replica("UpdateReplicationGroupMemberAction")),
    Member("Delete", Structure("DeleteReplicationGroupMemberAction", _REGION_NAME)),
    Member(
        "Disassociate",
        Structure(
            "DisassociateReplicationGroupMemberAction",
            _REGION_NAME,
            Member("DisassociationMode", String(one_of("WAIT_FOR_REPLICATION")), required=True),
        ),
    ),
)
_WITNESS_UPDATE: Final = Structure(
    "GlobalTableWitnessGroupUpdate",
    Member("Create", Structure("CreateGlobalTableWitnessGroupMemberAction", _REGION_NAME)),
    Member("Delete", Structure("DeleteGlobalTableWitnessGroupMemberAction", _REGION_NAME)),
)
_VECTOR_INDEX_UPDATE: Final = Structure(
    "VectorIndexUpdate",
    Member("Create", Structure("CreateVectorIndexAction", *VECTOR_INDEX_MEMBERS)),
    Member("Delete", _named_index("DeleteVectorIndexAction")),
)

UPDATE_TABLE: Final = Request(
    "UpdateTableInput",
    Member("AttributeDefinitions", ATTRIBUTE_DEFINITIONS),
    _TABLE_NAME,
    BILLING_MODE,
    Member("ProvisionedThroughput", PROVISIONED_THROUGHPUT),
    Member("GlobalSecondaryIndexUpdates", List(_GLOBAL_SECONDARY_INDEX_UPDATE)),
    STREAM_SPECIFICATION,
    SSE_SPECIFICATION,
    Member("ReplicaUpdates", List(_REPLICATION_GROUP_UPDATE, min_length(1))),
    Member("TableClass", TABLE_CLASS),
    Member("DeletionProtectionEnabled", Boolean()),
    Member("MultiRegionConsistency", String(one_of("EVENTUAL, STRONG"))),
    Member("GlobalTableWitnessUpdates", List(_WITNESS_UPDATE, min_length(1), max_length(1))),
    Member("OnDemandThroughput", ON_DEMAND_THROUGHPUT),
    Member("WarmThroughput", WARM_THROUGHPUT),
    REPLICATION_MODE,
    Member("DisassociationProtectionEnabled", Boolean()),
    Member("VectorIndexUpdates", List(_VECTOR_INDEX_UPDATE)),
)

# --- DescribeTable, DeleteTable, ListTables ------------------------------------------------------


class TableRequest(TypedDict):
    """DescribeTable, DeleteTable and DescribeTimeToLive: a table and nothing else."""

    TableName: str


DESCRIBE_TABLE: Final = Request("DescribeTableInput", _TABLE_NAME)
DELETE_TABLE: Final = Request("DeleteTableInput", _TABLE_NAME)


class ListTablesRequest(TypedDict, total=False):
    """ListTables."""

    ExclusiveStartTableName: str
    Limit: int


LIST_TABLES: Final = Request(
    "ListTablesInput",
    Member("ExclusiveStartTableName", PLAIN_TABLE_NAME),
    Member("Limit", Integer(at_least(1), at_most(limits.LIST_TABLES_PAGE))),
)

# --- Tags ----------------------------------------------------------------------------------------


class TagResourceRequest(TypedDict):
    """TagResource."""

    ResourceArn: str
    Tags: list[Tag]


class UntagResourceRequest(TypedDict):
    """UntagResource."""

    ResourceArn: str
    TagKeys: list[str]


class ListTagsOfResourceRequest(TypedDict, total=False):
    """ListTagsOfResource."""

    ResourceArn: Required[str]
    NextToken: str


# What an ARN must look like is the operation's business: it answers in words of its own.
_RESOURCE_ARN: Final = Member(
    "ResourceArn", String(), required=True, missing=Wording("Invalid TableArn", bare=True)
)


def _required(name: str, shape: Shape) -> Member:
    return Member(name, shape, required=True)


TAG_RESOURCE: Final = Request("TagResourceInput", _RESOURCE_ARN, _required("Tags", TAGS))
UNTAG_RESOURCE: Final = Request(
    "UntagResourceInput", _RESOURCE_ARN, _required("TagKeys", List(String()))
)
LIST_TAGS_OF_RESOURCE: Final = Request(
    "ListTagsOfResourceInput", _RESOURCE_ARN, Member("NextToken", String())
)

# --- Time to live --------------------------------------------------------------------------------


class UpdateTimeToLiveRequest(TypedDict):
    """UpdateTimeToLive."""

    TableName: str
    TimeToLiveSpecification: TimeToLiveSpecification


UPDATE_TIME_TO_LIVE: Final = Request(
    "UpdateTimeToLiveInput",
    _TABLE_NAME,
    _required(
        "TimeToLiveSpecification",
        Structure(
            "TimeToLiveSpecification",
            _required("Enabled", Boolean()),
            _required(
                "AttributeName",
                String(min_length(1), max_length(limits.TIME_TO_LIVE_ATTRIBUTE_NAME_CHARACTERS)),
            ),
        ),
    ),
)
DESCRIBE_TIME_TO_LIVE: Final = Request("DescribeTimeToLiveInput", _TABLE_NAME)

# --- Limits and endpoints ------------------------------------------------------------------------


class NoMembers(TypedDict):
    """DescribeLimits and DescribeEndpoints ask for nothing in particular."""


DESCRIBE_LIMITS: Final = Request("DescribeLimitsInput")
DESCRIBE_ENDPOINTS: Final = Request("DescribeEndpointsRequest")
