"""Requests of the operations that make and change tables, their tags and their time to live.

All are answered in the older wording. Order of faults: dynalite's recorded tests, except that the
global indexes of CreateTable come before the local ones (recorded answers, October 2026).
"""

from typing import Annotated, Final, Required, TypedDict

from jedlik.apis.dynamodb.model.members import request
from jedlik.apis.dynamodb.model.replicas import (
    MultiRegionConsistency,
    ReplicationMode,
    ReplicaUpdates,
    WitnessUpdates,
)
from jedlik.apis.dynamodb.model.tables import NamedTable
from jedlik.core import limits
from jedlik.core.types.constraints import (
    STORED,
    Reported,
    Wording,
    max_length,
    min_length,
    refused,
)
from jedlik.core.types.structures import (
    AttributeDefinition,
    BillingMode,
    GlobalSecondaryIndex,
    GlobalSecondaryIndexUpdate,
    LocalSecondaryIndex,
    OnDemandThroughput,
    ProvisionedThroughput,
    SSESpecification,
    StreamSpecification,
    TableKeySchema,
    Tag,
    TimeToLiveSpecification,
    VectorIndex,
    VectorIndexUpdate,
    WarmThroughput,
)

_NO_RESOURCE_ARN: Final = Wording("Invalid TableArn", bare=True)

# The operation checks the form of an ARN, since it answers in words of its own.
_Resource = Annotated[str, Reported(absent=_NO_RESOURCE_ARN)]

_GLOBAL_TABLES: Final = refused("global tables")

# --- Tables --------------------------------------------------------------------------------------


class CreateTableRequest(TypedDict, total=False):
    """CreateTable."""

    AttributeDefinitions: Required[list[AttributeDefinition]]
    TableName: Required[NamedTable]
    BillingMode: Annotated[BillingMode, STORED]
    TableThroughputMode: BillingMode  # not in the published model: `set_billing_mode`
    ProvisionedThroughput: Annotated[ProvisionedThroughput, STORED]
    KeySchema: Required[TableKeySchema]
    GlobalSecondaryIndexes: list[GlobalSecondaryIndex]
    LocalSecondaryIndexes: list[LocalSecondaryIndex]
    StreamSpecification: StreamSpecification
    SSESpecification: SSESpecification
    Tags: list[Tag]
    TableClass: Annotated[str, STORED]  # `check_table_class`
    DeletionProtectionEnabled: bool
    WarmThroughput: Annotated[WarmThroughput, STORED]
    ResourcePolicy: str
    OnDemandThroughput: Annotated[OnDemandThroughput, STORED]
    GlobalTableSourceArn: Annotated[
        str, min_length(1), max_length(limits.TABLE_ARN_CHARACTERS_MAX), _GLOBAL_TABLES
    ]
    GlobalTableSettingsReplicationMode: Annotated[ReplicationMode, _GLOBAL_TABLES]
    VectorIndexes: list[VectorIndex]


class UpdateTableRequest(TypedDict, total=False):
    """UpdateTable."""

    AttributeDefinitions: list[AttributeDefinition]
    TableName: Required[NamedTable]
    BillingMode: Annotated[BillingMode, STORED]
    TableThroughputMode: BillingMode  # not in the published model: `set_billing_mode`
    ProvisionedThroughput: Annotated[ProvisionedThroughput, STORED]
    GlobalSecondaryIndexUpdates: list[GlobalSecondaryIndexUpdate]
    StreamSpecification: StreamSpecification
    SSESpecification: SSESpecification
    ReplicaUpdates: Annotated[ReplicaUpdates, _GLOBAL_TABLES]
    TableClass: Annotated[str, STORED]  # `check_table_class`
    DeletionProtectionEnabled: bool
    MultiRegionConsistency: Annotated[MultiRegionConsistency, _GLOBAL_TABLES]
    GlobalTableWitnessUpdates: Annotated[WitnessUpdates, _GLOBAL_TABLES]
    OnDemandThroughput: Annotated[OnDemandThroughput, STORED]
    WarmThroughput: Annotated[WarmThroughput, STORED]
    # A table in one Region has nothing to replicate, so its two words have no effect.
    GlobalTableSettingsReplicationMode: Annotated[ReplicationMode, STORED]
    DisassociationProtectionEnabled: Annotated[bool, _GLOBAL_TABLES]
    VectorIndexUpdates: list[VectorIndexUpdate]


CREATE_TABLE: Final = request(CreateTableRequest)
UPDATE_TABLE: Final = request(UpdateTableRequest)

# --- Tags ----------------------------------------------------------------------------------------


class TagResourceRequest(TypedDict):
    """TagResource."""

    ResourceArn: _Resource
    Tags: list[Tag]


class UntagResourceRequest(TypedDict):
    """UntagResource."""

    ResourceArn: _Resource
    TagKeys: list[str]


class ListTagsOfResourceRequest(TypedDict, total=False):
    """ListTagsOfResource."""

    ResourceArn: Required[_Resource]
    NextToken: str


TAG_RESOURCE: Final = request(TagResourceRequest)
UNTAG_RESOURCE: Final = request(UntagResourceRequest)
LIST_TAGS_OF_RESOURCE: Final = request(ListTagsOfResourceRequest)

# --- Time to live --------------------------------------------------------------------------------


class UpdateTimeToLiveRequest(TypedDict):
    """UpdateTimeToLive."""

    TableName: NamedTable
    TimeToLiveSpecification: TimeToLiveSpecification


UPDATE_TIME_TO_LIVE: Final = request(UpdateTimeToLiveRequest)
