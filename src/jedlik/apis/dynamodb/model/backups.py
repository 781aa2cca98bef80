"""Requests of the operations on backups, point-in-time recovery and restores.

Source of members and constraints: the model of the API. All are answered in the older wording.
"""

from typing import Annotated, Final, Literal, Required, TypedDict

from jedlik.apis.dynamodb.model.members import PlainTableName, TableName, request
from jedlik.apis.dynamodb.model.tables import NO_TABLE_NAME
from jedlik.core import limits
from jedlik.core.types.constraints import (
    STORED,
    Reported,
    Wording,
    at_least,
    at_most,
    max_length,
    min_length,
    pattern,
)
from jedlik.core.types.structures import (
    NAME_PATTERN,
    BillingMode,
    GlobalSecondaryIndex,
    LocalSecondaryIndex,
    OnDemandThroughput,
    PointInTimeRecoverySpecification,
    ProvisionedThroughput,
    SSESpecification,
    VectorIndex,
)

_Table = Annotated[TableName, Reported(absent=NO_TABLE_NAME)]
_BackupName = Annotated[
    str,
    pattern(NAME_PATTERN),
    min_length(limits.BACKUP_NAME_CHARACTERS_MIN),
    max_length(limits.BACKUP_NAME_CHARACTERS_MAX),
]
# The operation checks the form of an ARN, since it answers in words of its own, also for an empty
# one (recorded: ack-api-quirks, DDB-TABLE-457).
_BackupArn = Annotated[str, max_length(limits.BACKUP_ARN_CHARACTERS_MAX)]
_StartBackupArn = Annotated[_BackupArn, min_length(limits.BACKUP_ARN_CHARACTERS_MIN)]
# Recorded for RestoreTableFromBackup (the same source).
_NAME_LENGTH: Final = Wording(
    f"TableName must be at least {limits.TABLE_NAME_CHARACTERS_MIN} characters long and at most "
    f"{limits.TABLE_NAME_CHARACTERS_MAX} characters long",
    bare=True,
)
_RestoredName = Annotated[
    str,
    pattern(NAME_PATTERN),
    min_length(limits.TABLE_NAME_CHARACTERS_MIN, _NAME_LENGTH),
    max_length(limits.TABLE_NAME_CHARACTERS_MAX, _NAME_LENGTH),
]
_SourceTableArn = Annotated[str, min_length(1), max_length(limits.TABLE_ARN_CHARACTERS_MAX)]
BackupTypeFilter = Literal["USER", "SYSTEM", "AWS_BACKUP", "ALL"]

# --- Point-in-time recovery ----------------------------------------------------------------------


class UpdateContinuousBackupsRequest(TypedDict):
    """UpdateContinuousBackups."""

    TableName: _Table
    PointInTimeRecoverySpecification: PointInTimeRecoverySpecification


class ContinuousBackupsRequest(TypedDict):
    """DescribeContinuousBackups."""

    TableName: _Table


UPDATE_CONTINUOUS_BACKUPS: Final = request(UpdateContinuousBackupsRequest)
DESCRIBE_CONTINUOUS_BACKUPS: Final = request(ContinuousBackupsRequest)

# --- Backups -------------------------------------------------------------------------------------


class CreateBackupRequest(TypedDict):
    """CreateBackup."""

    TableName: _Table
    BackupName: _BackupName


class BackupRequest(TypedDict):
    """DescribeBackup and DeleteBackup."""

    BackupArn: _BackupArn


class ListBackupsRequest(TypedDict, total=False):
    """ListBackups."""

    TableName: TableName
    Limit: Annotated[int, at_least(1), at_most(limits.LIST_BACKUPS_PAGE)]
    TimeRangeLowerBound: float
    TimeRangeUpperBound: float
    ExclusiveStartBackupArn: _StartBackupArn
    BackupType: BackupTypeFilter


CREATE_BACKUP: Final = request(CreateBackupRequest)
DESCRIBE_BACKUP: Final = request(BackupRequest)
DELETE_BACKUP: Final = request(BackupRequest)
LIST_BACKUPS: Final = request(ListBackupsRequest)

# --- Restores ------------------------------------------------------------------------------------


class RestoreRequest(TypedDict, total=False):
    """The members that both restores have: the new table, and what differs from the source."""

    TargetTableName: Required[_RestoredName]
    BillingModeOverride: Annotated[BillingMode, STORED]
    GlobalSecondaryIndexOverride: list[GlobalSecondaryIndex]
    LocalSecondaryIndexOverride: list[LocalSecondaryIndex]
    ProvisionedThroughputOverride: Annotated[ProvisionedThroughput, STORED]
    OnDemandThroughputOverride: Annotated[OnDemandThroughput, STORED]
    SSESpecificationOverride: SSESpecification
    VectorIndexOverride: list[VectorIndex]


class RestoreTableFromBackupRequest(RestoreRequest, total=False):
    """RestoreTableFromBackup."""

    BackupArn: Required[_BackupArn]


class RestoreTableToPointInTimeRequest(RestoreRequest, total=False):
    """RestoreTableToPointInTime."""

    SourceTableArn: _SourceTableArn
    SourceTableName: PlainTableName
    UseLatestRestorableTime: bool
    RestoreDateTime: float


RESTORE_TABLE_FROM_BACKUP: Final = request(RestoreTableFromBackupRequest)
RESTORE_TABLE_TO_POINT_IN_TIME: Final = request(RestoreTableToPointInTimeRequest)
