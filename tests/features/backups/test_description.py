"""How backups are shown. What answers have is in tests/apis, test_describe_backup."""

from jedlik.core.keys.position import position_at
from jedlik.features.backups.description import (
    backup_description,
    backup_details,
    backup_summary,
    continuous_backups,
)
from tests.engine.in_memory import arn_of
from tests.engine.tables import record_of
from tests.features.backups.test_records import SECOND_MS, backup


def test_details_and_summary() -> None:
    details = backup_details(backup())
    assert "BackupExpiryDateTime" not in details
    assert details["BackupCreationDateTime"] == SECOND_MS / 1000
    summary = backup_summary({**backup(), "ExpiresMs": SECOND_MS + 1})
    assert summary["BackupExpiryDateTime"] == (SECOND_MS + 1) / 1000
    assert summary["TableArn"] == arn_of()


def test_a_deleted_backup_says_so_for_the_last_time() -> None:
    shown = backup_description(backup(), is_deleted=True)["BackupDetails"]
    assert shown == {**backup_details(backup()), "BackupStatus": "DELETED"}


def test_a_system_backup_shows_no_features() -> None:
    source = {**record_of(), "StreamViewType": "KEYS_ONLY"}
    user = {**backup(), "Source": source}
    assert backup_description(user)["SourceTableFeatureDetails"]  # type: ignore[arg-type]
    system = {**user, "Kind": "SYSTEM"}
    assert backup_description(system)["SourceTableFeatureDetails"] == {}  # type: ignore[arg-type]


def test_continuous_backups() -> None:
    off = {"PointInTimeRecoveryStatus": "DISABLED"}
    assert continuous_backups(None, 0, 0) == {
        "ContinuousBackupsStatus": "ENABLED",
        "PointInTimeRecoveryDescription": off,
    }
    assert continuous_backups(None, 0, 0, is_enabled=False)["ContinuousBackupsStatus"] == "DISABLED"
    shown = continuous_backups({"Days": 3, "Since": position_at(5_500)}, 0, 9_000)
    assert shown["PointInTimeRecoveryDescription"] == {
        "PointInTimeRecoveryStatus": "ENABLED",
        "RecoveryPeriodInDays": 3,
        "EarliestRestorableDateTime": 5,
        "LatestRestorableDateTime": 8,
    }
