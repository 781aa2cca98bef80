"""Members of CreateTable and UpdateTable that concern replicas of a table in other Regions."""

from typing import Annotated, Literal, Required, TypedDict

from jedlik.core.types.constraints import max_length, min_length
from jedlik.core.types.structures import CapacityUnits, IndexName, Long, TableClass


class ProvisionedThroughputOverride(TypedDict, total=False):
    """Read units per second of a replica."""

    ReadCapacityUnits: CapacityUnits


class OnDemandThroughputOverride(TypedDict, total=False):
    """The most read units per second of a replica that is paid by use."""

    MaxReadRequestUnits: Long


class ReplicaGlobalSecondaryIndex(TypedDict, total=False):
    """A global secondary index of a replica."""

    IndexName: Required[IndexName]
    ProvisionedThroughputOverride: ProvisionedThroughputOverride
    OnDemandThroughputOverride: OnDemandThroughputOverride


class CreateReplicationGroupMemberAction(TypedDict, total=False):
    """A replica to create."""

    RegionName: Required[str]
    KMSMasterKeyId: str
    ProvisionedThroughputOverride: ProvisionedThroughputOverride
    OnDemandThroughputOverride: OnDemandThroughputOverride
    GlobalSecondaryIndexes: Annotated[list[ReplicaGlobalSecondaryIndex], min_length(1)]
    TableClassOverride: TableClass


class UpdateReplicationGroupMemberAction(CreateReplicationGroupMemberAction, total=False):
    """A replica to change."""


class DeleteReplicationGroupMemberAction(TypedDict):
    """A replica to delete."""

    RegionName: str


class DisassociateReplicationGroupMemberAction(TypedDict):
    """A replica to separate from the others."""

    RegionName: str
    DisassociationMode: Literal["WAIT_FOR_REPLICATION"]


class ReplicationGroupUpdate(TypedDict, total=False):
    """One change of the replicas."""

    Create: CreateReplicationGroupMemberAction
    Update: UpdateReplicationGroupMemberAction
    Delete: DeleteReplicationGroupMemberAction
    Disassociate: DisassociateReplicationGroupMemberAction


class CreateGlobalTableWitnessGroupMemberAction(TypedDict):
    """A witness to create, by its Region."""

    RegionName: str


class DeleteGlobalTableWitnessGroupMemberAction(TypedDict):
    """A witness to delete, by its Region."""

    RegionName: str


class GlobalTableWitnessGroupUpdate(TypedDict, total=False):
    """One change of the witness."""

    Create: CreateGlobalTableWitnessGroupMemberAction
    Delete: DeleteGlobalTableWitnessGroupMemberAction


ReplicationMode = Literal["ENABLED", "DISABLED", "ENABLED_WITH_OVERRIDES"]
MultiRegionConsistency = Literal["EVENTUAL", "STRONG"]
ReplicaUpdates = Annotated[list[ReplicationGroupUpdate], min_length(1)]
WitnessUpdates = Annotated[list[GlobalTableWitnessGroupUpdate], min_length(1), max_length(1)]
