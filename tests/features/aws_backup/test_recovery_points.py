"""Recovery points: their lifecycle, and how they and their backups are deleted."""

from typing import Any

import pytest

from jedlik.engine.read import count_of
from jedlik.features.aws_backup.recovery_points import PointName, expire, parse_point
from jedlik.features.backups.records import all_backups, blocks_span
from tests.engine.in_memory import Caller, arn_of, result_of
from tests.features.aws_backup.samples import (
    DAY_MS,
    PLACE,
    ROLE,
    VAULT,
    points,
    start,
    with_vault,
    work,
)


def made(**members: Any) -> tuple[Caller, str]:
    """Returns a node with a recovery point, and its ARN."""
    caller = with_vault()
    start(caller, **members)
    result_of(work(caller))
    (point,) = points(caller)
    return caller, point["RecoveryPointArn"]


def count(caller: Caller) -> int:
    """Returns the number of recovery points that the vault says it has."""
    return int(caller.call("DescribeBackupVault", BackupVaultName=VAULT)["NumberOfRecoveryPoints"])


def named(arn: str) -> dict[str, str]:
    return {"BackupVaultName": VAULT, "RecoveryPointArn": arn}


def test_the_parts_of_an_arn() -> None:
    assert parse_point(PLACE, f"{arn_of()}/backup/1-2") == PointName("music", "1-2")
    for arn in (
        "x",
        arn_of(),
        f"{arn_of()}/backup/",
        f"{arn_of()}/export/1",
        f"{arn_of(region='eu-west-1')}/backup/1-2",
        f"{arn_of(account_id='999999999999')}/backup/1-2",
    ):
        assert parse_point(PLACE, arn) is None


def test_a_recovery_point_is_described() -> None:
    caller, arn = made(Lifecycle={"DeleteAfterDays": 2})
    found = caller.call("DescribeRecoveryPoint", **named(arn))
    (listed,) = points(caller)
    assert found == {**listed, "StorageClass": "WARM"}
    assert found["Status"] == "COMPLETED"
    assert found["CalculatedLifecycle"] == {"DeleteAt": found["CreationDate"] + 2 * 86_400}


def test_a_recovery_point_is_deleted_with_its_backup() -> None:
    caller, arn = made()
    assert count(caller) == 1

    async def blocks() -> list[int]:
        found = [each async for each in all_backups(caller.node.storage)]
        return [await count_of(caller.node.storage, blocks_span(each)) for each in found]

    assert result_of(blocks()) == [1]
    assert caller.call("DeleteRecoveryPoint", **named(arn)) == {}
    assert count(caller) == 0
    assert result_of(blocks()) == []
    assert caller.refusal("DescribeBackup", BackupArn=arn).startswith("BackupNotFoundException")
    missing = f"ResourceNotFoundException: Recovery point {arn} does not exist"
    for name in ("DescribeRecoveryPoint", "DeleteRecoveryPoint"):
        assert caller.refusal(name, **named(arn)) == missing


def test_a_recovery_point_is_in_its_vault_only() -> None:
    caller, arn = made()
    caller.call("CreateBackupVault", BackupVaultName="other")
    for wrong in ({"BackupVaultName": "other", "RecoveryPointArn": arn}, named(arn[:-1])):
        refusal = caller.refusal("DeleteRecoveryPoint", **wrong)
        assert refusal.startswith("ResourceNotFoundException")
    assert count(caller) == 1


def test_a_lifecycle_ends() -> None:
    caller, arn = made(Lifecycle={"DeleteAfterDays": 1})
    caller.clock.time_ms += DAY_MS - 60_000
    result_of(work(caller))
    assert count(caller) == 1
    result_of(expire(caller.node, PLACE, arn))  # it is not due
    assert count(caller) == 1
    caller.clock.time_ms += 60_000
    result_of(work(caller))
    assert (count(caller), points(caller)) == (0, [])
    result_of(expire(caller.node, PLACE, arn))
    result_of(expire(caller.node, PLACE, "nonsense"))


def test_a_lifecycle_is_replaced() -> None:
    caller, arn = made(Lifecycle={"DeleteAfterDays": 1})
    lifecycle = {"DeleteAfterDays": 3, "MoveToColdStorageAfterDays": -1}
    changed = caller.call("UpdateRecoveryPointLifecycle", **named(arn), Lifecycle=lifecycle)
    assert changed["Lifecycle"] == {"DeleteAfterDays": 3}
    assert changed["RecoveryPointArn"] == arn
    caller.clock.time_ms += 2 * DAY_MS
    result_of(work(caller))
    assert count(caller) == 1
    forever = caller.call("UpdateRecoveryPointLifecycle", **named(arn))
    assert "Lifecycle" not in forever
    caller.clock.time_ms += 100 * DAY_MS
    result_of(work(caller))
    assert count(caller) == 1
    # A lifecycle that has ended already deletes it at once.
    caller.call("UpdateRecoveryPointLifecycle", **named(arn), Lifecycle={"DeleteAfterDays": 1})
    result_of(work(caller))
    assert count(caller) == 0


@pytest.mark.parametrize("days", [0, 36_501])
def test_a_lifecycle_that_is_refused(days: int) -> None:
    caller, arn = made()
    refusal = caller.refusal(
        "UpdateRecoveryPointLifecycle", **named(arn), Lifecycle={"DeleteAfterDays": days}
    )
    assert refusal.startswith("InvalidParameterValueException: Invalid lifecycle.")


def test_a_recovery_point_that_is_being_restored_stays() -> None:
    caller, arn = made(Lifecycle={"DeleteAfterDays": 1})
    caller.call("RestoreTableFromBackup", BackupArn=arn, TargetTableName="restored")
    refusal = caller.refusal("DeleteRecoveryPoint", **named(arn))
    assert refusal == f"InvalidRequestException: Recovery point {arn} is being restored"
    caller.clock.time_ms += DAY_MS
    result_of(expire(caller.node, PLACE, arn))
    assert count(caller) == 1
    result_of(work(caller))
    assert caller.call("Scan", TableName="restored")["Count"] == 3
    caller.clock.time_ms += 60_000
    result_of(work(caller))
    assert count(caller) == 0


def test_a_recovery_point_outlives_its_table() -> None:
    caller, arn = made()
    caller.call("DeleteTable", TableName="music")
    request = {
        "RecoveryPointArn": arn,
        "IamRoleArn": ROLE,
        "Metadata": {"targetTableName": "music"},
    }
    caller.call("StartRestoreJob", **request)
    result_of(work(caller))
    assert caller.call("Scan", TableName="music")["Count"] == 3
