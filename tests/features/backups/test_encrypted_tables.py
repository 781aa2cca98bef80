"""Backups and restores of tables under a key, whatever happens to the table and to the key."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.keys.space import Space
from jedlik.features.backups import make_backups, restore_tables
from jedlik.features.encryption_keys import encrypt_items
from jedlik.features.history import reader
from jedlik.storage.encrypted import MARK
from tests.engine.in_memory import Caller, is_due, result_of, run_once, values
from tests.features.backups.samples import work
from tests.features.encryption_keys.kms import do_due_work, key_id, pass_days
from tests.features.encryption_keys.tables import (
    create_music,
    encrypted_music,
    item,
    plain_values,
    put,
    titles,
)
from tests.features.secondary_indexes.samples import do_jobs

NUMBERS = range(10)


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of a few items has several pages."""
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 3)
    monkeypatch.setattr(encrypt_items, "PAGE_ITEMS", 3)


def encrypted() -> tuple[Caller, str]:
    """Returns a caller with a table under a key, and the key."""
    caller = Caller()
    key = encrypted_music(caller)
    put(caller, *NUMBERS)
    return caller, key


def another(caller: Caller) -> Caller:
    """Returns a caller of another process, which has opened no data key yet."""
    other = Caller(storage=caller.storage, clock=caller.clock)
    other.node.ids = caller.node.ids
    return other


def begin_backup(caller: Caller) -> str:
    made = caller.call("CreateBackup", TableName="music", BackupName="backup")
    return str(made["BackupDetails"]["BackupArn"])


def restore_backup(caller: Caller, arn: str, name: str = "restored") -> None:
    caller.call("RestoreTableFromBackup", BackupArn=arn, TargetTableName=name)


def enable_recovery(caller: Caller) -> None:
    specification = {"PointInTimeRecoveryEnabled": True}
    caller.call(
        "UpdateContinuousBackups",
        TableName="music",
        PointInTimeRecoverySpecification=specification,
    )


def restore_latest(caller: Caller) -> None:
    caller.call(
        "RestoreTableToPointInTime",
        SourceTableName="music",
        TargetTableName="restored",
        UseLatestRestorableTime=True,
    )


def finish(caller: Caller) -> None:
    result_of(work(caller))


def numbers_in(caller: Caller, name: str = "restored") -> list[str]:
    found: list[Any] = caller.call("Scan", TableName=name)["Items"]
    return sorted(each["pk"]["S"] for each in found)


EXPECTED = sorted(item(number)["pk"]["S"] for number in NUMBERS)


def test_blocks_are_encrypted_and_a_deleted_table_comes_back_after_a_year() -> None:
    caller, _ = encrypted()
    arn = begin_backup(caller)
    finish(caller)
    blocks = [value for key, value in values(caller).items() if key.space is Space.BACKUP_BLOCK]
    assert len(blocks) > 1
    assert {block[0] for block in blocks} == {MARK}
    caller.call("DeleteTable", TableName="music")
    do_jobs(caller)
    pass_days(caller, 365)
    other = another(caller)
    restore_backup(other, arn)
    finish(other)
    assert numbers_in(other) == EXPECTED
    assert plain_values(other) == []


def test_a_system_backup_is_made_though_the_table_is_gone() -> None:
    caller, _ = encrypted()
    enable_recovery(caller)
    caller.call("DeleteTable", TableName="music")
    caller.clock.time_ms += 3 * 86_400_000
    other = another(caller)
    do_due_work(other)  # the data key stays until the backup is made
    do_jobs(other)
    (backup,) = other.call("ListBackups", BackupType="SYSTEM")["BackupSummaries"]
    assert backup["BackupStatus"] == "AVAILABLE"
    restore_backup(other, backup["BackupArn"], "music")
    finish(other)
    assert numbers_in(other, "music") == EXPECTED


def refusal_of_work(caller: Caller, job: Any) -> str:
    with pytest.raises(Reject) as refused:
        result_of(run_once(job, caller.node))
    return str(refused.value.error.message)


def test_work_waits_while_the_key_is_disabled() -> None:
    caller, key = encrypted()
    enable_recovery(caller)
    arn = begin_backup(caller)
    restore_latest(caller)
    caller.call("DisableKey", KeyId=key)
    for job in (make_backups.JOB, restore_tables.JOB):
        assert "KMS key disabled error" in refusal_of_work(caller, job)
    assert "KMS key disabled error" in caller.refusal(
        "CreateBackup", TableName="music", BackupName="backup"
    )
    caller.call("EnableKey", KeyId=key)
    finish(caller)
    assert numbers_in(caller) == EXPECTED
    caller.call("DisableKey", KeyId=key)
    assert "KMS key disabled error" in caller.refusal(
        "RestoreTableFromBackup", BackupArn=arn, TargetTableName="again"
    )


def test_a_restore_from_a_backup_waits_too() -> None:
    caller, key = encrypted()
    arn = begin_backup(caller)
    finish(caller)
    restore_backup(caller, arn)
    caller.call("DisableKey", KeyId=key)
    assert "KMS key disabled error" in refusal_of_work(caller, restore_tables.JOB)
    caller.call("EnableKey", KeyId=key)
    finish(caller)
    assert numbers_in(caller) == EXPECTED


def lose(caller: Caller, key: str) -> None:
    caller.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    pass_days(caller, 8)


def errors_of(caller: Caller, job: Any) -> list[str]:
    """Does a job until nothing is due. Returns the errors of its pieces."""
    found: list[str] = []
    while result_of(is_due(job, caller.node)):
        try:
            result_of(run_once(job, caller.node))
        except (Reject, reader.SourceLostError) as error:
            found.append(str(error))
    return found


def test_work_ends_when_the_key_is_lost() -> None:
    caller, key = encrypted()
    arn = begin_backup(caller)
    finish(caller)
    enable_recovery(caller)
    unfinished = begin_backup(caller)
    restore_latest(caller)
    restore_backup(caller, arn, "second")
    lose(caller, key)
    (of_backup,) = errors_of(caller, make_backups.JOB)
    assert "table music cannot be read: KMS validation error: " in of_backup
    of_restores = errors_of(caller, restore_tables.JOB)
    assert len(of_restores) == 2
    assert all("KMS validation error: " in each for each in of_restores)
    finish(caller)
    assert caller.call("ListTables")["TableNames"] == ["music"]
    missing = f"BackupNotFoundException: Backup not found: {unfinished}"
    assert caller.refusal("DescribeBackup", BackupArn=unfinished) == missing
    refusal = caller.refusal("RestoreTableFromBackup", BackupArn=arn, TargetTableName="third")
    assert refusal.startswith("ValidationException: KMS validation error: ")
    assert "NotFoundException" in refusal


def test_a_table_that_gets_its_first_key_while_it_is_read() -> None:
    caller = Caller()
    create_music(caller)
    put(caller, *NUMBERS)
    enable_recovery(caller)
    caller.clock.time_ms += 2_000
    arn = begin_backup(caller)
    restore_latest(caller)
    # Old images in the clear for both works, and a first block.
    put(caller, 50)
    caller.call("DeleteItem", TableName="music", Key={"pk": {"S": "key5"}})
    for job in (make_backups.JOB, restore_tables.JOB):
        result_of(run_once(job, caller.node))
    sse = {"SSEType": "KMS", "KMSMasterKeyId": key_id(caller)}
    caller.call("UpdateTable", TableName="music", SSESpecification=sse)
    put(caller, 51)
    assert not result_of(is_due(encrypt_items.JOB, caller.node)), "the readers come first"
    other = another(caller)
    finish(other)
    do_jobs(other)
    assert "HasPlainValues" not in str(
        [value for key, value in values(other).items() if key.space is Space.CATALOG]
    )
    assert numbers_in(other) == EXPECTED
    fresh = another(caller)
    restore_backup(fresh, arn, "second")
    finish(fresh)
    assert numbers_in(fresh, "second") == EXPECTED
    assert titles(another(caller), "all")  # the source can be read too


def test_a_backup_from_before_the_first_key() -> None:
    caller = Caller()
    create_music(caller)
    put(caller, *NUMBERS)
    arn = begin_backup(caller)
    finish(caller)
    key = key_id(caller)
    sse = {"SSEType": "KMS", "KMSMasterKeyId": key}
    caller.call("UpdateTable", TableName="music", SSESpecification=sse)
    do_jobs(caller)
    restore_backup(another(caller), arn)
    finish(another(caller))
    assert numbers_in(another(caller)) == EXPECTED
    # It does not need the key at all.
    lose(caller, key)
    restore_backup(another(caller), arn, "second")
    finish(another(caller))
    assert numbers_in(another(caller), "second") == EXPECTED


def test_the_log_of_the_history_alone_is_encrypted_too() -> None:
    caller = Caller()
    caller.create()
    put(caller, 1)
    enable_recovery(caller)
    caller.call("DeleteItem", TableName="music", Key={"pk": {"S": "key1"}})
    assert len(plain_values(caller)) == 1, "the old image in the log"
    sse = {"SSEType": "KMS", "KMSMasterKeyId": key_id(caller)}
    caller.call("UpdateTable", TableName="music", SSESpecification=sse)
    do_jobs(caller)
    assert plain_values(caller) == []
    earliest = caller.call("DescribeContinuousBackups", TableName="music")[
        "ContinuousBackupsDescription"
    ]["PointInTimeRecoveryDescription"]["EarliestRestorableDateTime"]
    caller.clock.time_ms += 5_000
    caller.call(
        "RestoreTableToPointInTime",
        SourceTableName="music",
        TargetTableName="restored",
        RestoreDateTime=earliest,
    )
    finish(another(caller))
    assert numbers_in(another(caller)) == []
