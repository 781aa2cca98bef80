"""The operations on recovery points: what lists have. Their rules are in tests/features."""

from typing import Any

import pytest

from tests.engine.in_memory import START_MS, Caller, arn_of, result_of
from tests.features.aws_backup.samples import VAULT, points, start, with_vault, work

START_S = START_MS / 1000


def two_points() -> Caller:
    """Returns a node with recovery points of two tables in one vault."""
    caller = with_vault()
    start(caller)
    result_of(work(caller))
    caller.create("other")
    caller.clock.time_ms = START_MS + 60_000
    start(caller, "other")
    result_of(work(caller))
    return caller


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({}, ["other", "music"]),
        ({"ByResourceArn": arn_of()}, ["music"]),
        ({"ByResourceType": "DynamoDB"}, ["other", "music"]),
        ({"ByResourceType": "EBS"}, []),
        ({"ByBackupPlanId": "none"}, []),
        ({"ByParentRecoveryPointArn": "none"}, []),
        ({"ByCreatedBefore": START_S + 30}, ["music"]),
        ({"ByCreatedAfter": START_S + 30}, ["other"]),
    ],
)
def test_points_of_a_vault_are_chosen(request_: dict[str, Any], expected: list[str]) -> None:
    found = two_points().call("ListRecoveryPointsByBackupVault", BackupVaultName=VAULT, **request_)
    assert [each["ResourceName"] for each in found["RecoveryPoints"]] == expected


def test_points_of_a_table() -> None:
    caller = two_points()
    (found,) = caller.call("ListRecoveryPointsByResource", ResourceArn=arn_of())["RecoveryPoints"]
    whole = points(caller)[1]
    assert found == {
        "RecoveryPointArn": whole["RecoveryPointArn"],
        "CreationDate": START_S,
        "Status": "COMPLETED",
        "BackupVaultName": VAULT,
        "IsParent": False,
        "ResourceName": "music",
        "VaultType": "BACKUP_VAULT",
        "BackupSizeBytes": whole["BackupSizeInBytes"],
    }
    none = caller.call("ListRecoveryPointsByResource", ResourceArn=arn_of("none"))
    assert none == {"RecoveryPoints": []}
