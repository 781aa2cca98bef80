"""Calls of the operations on backups, and the jobs that finish what they begin."""

from typing import Any

from tests.engine.in_memory import Caller, result_of
from tests.features.backups.samples import work

ITEM = {"pk": {"S": "a"}, "n": {"N": "1"}}


def with_item(caller: Caller, name: str = "music") -> None:
    """Creates a table with one item."""
    caller.create(name)
    caller.call("PutItem", TableName=name, Item=ITEM)


def finish(caller: Caller) -> None:
    """Does all jobs of backups until nothing is due."""
    result_of(work(caller))


def back_up(caller: Caller, name: str = "music", *, backup: str = "backup") -> str:
    """Makes a backup. Returns its ARN."""
    answer = caller.call("CreateBackup", TableName=name, BackupName=backup)
    finish(caller)
    arn: str = answer["BackupDetails"]["BackupArn"]
    return arn


def recovery(caller: Caller, *, enabled: bool = True, **members: object) -> dict[str, Any]:
    """Enables or disables point-in-time recovery of the table `music`."""
    specification = {"PointInTimeRecoveryEnabled": enabled, **members}
    answer = caller.call(
        "UpdateContinuousBackups",
        TableName="music",
        PointInTimeRecoverySpecification=specification,
    )
    description: dict[str, Any] = answer["ContinuousBackupsDescription"]
    return description


def items(caller: Caller, name: str) -> list[Any]:
    """Returns all items of a table."""
    found: list[Any] = caller.call("Scan", TableName=name)["Items"]
    return found
