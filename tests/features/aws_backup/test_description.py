"""How answers show recovery points whose lifecycle has no end."""

from jedlik.features.aws_backup.description import shown_lifecycle, shown_point
from jedlik.features.aws_backup.records import PointRecord
from tests.engine.in_memory import arn_of
from tests.features.aws_backup.samples import PLACE, ROLE

POINT: PointRecord = {
    "Arn": f"{arn_of()}/backup/01791500000123-00000000",
    "BackupId": "01791500000123-00000000",
    "TableName": "music",
    "Vault": "daily",
    "Role": ROLE,
    "CreatedMs": 2_000,
    "BeganMs": 1_000,
    "CompletedMs": 3_000,
    "Bytes": 7,
    "Lifecycle": {},
    "DueMs": None,
}


def test_a_recovery_point_without_a_lifecycle() -> None:
    shown = shown_point(PLACE, POINT)
    assert not {"Lifecycle", "CalculatedLifecycle", "CreatedBy", "LastRestoreTime"} & shown.keys()
    times = [shown[name] for name in ("InitiationDate", "CreationDate", "CompletionDate")]
    assert times == [1, 2, 3]


def test_cold_storage_has_no_effect() -> None:
    """API Reference, Lifecycle: ignored for resource types that have no cold storage."""
    cold: PointRecord = {**POINT, "Lifecycle": {"MoveToColdStorageAfterDays": 1}}
    assert shown_lifecycle(cold) == {
        "Lifecycle": {"MoveToColdStorageAfterDays": 1},
        "CalculatedLifecycle": {},
    }


def test_what_has_happened_is_shown() -> None:
    point: PointRecord = {**POINT, "CreatedBy": {"BackupPlanId": "p"}, "RestoredMs": 4_000}
    shown = shown_point(PLACE, point)
    assert (shown["CreatedBy"], shown["LastRestoreTime"]) == ({"BackupPlanId": "p"}, 4)
