"""The target of a server: what it sends and returns, also for tables with a data key."""

from pathlib import Path
from typing import Any

import pytest

from jedlik.features.backups.blocks import DamagedBlockError, items_in
from jedlik.features.backups.records import Backup
from jedlik.features.backups.target import OtherTargetError, Target, target_of
from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import Caller, SteppedClock, result_of
from tests.features.backups.targets import backups_of, caller_with, run_jobs, target_in


def used(folder: Path, **members: Any) -> tuple[Caller, Target]:
    """Returns a server with a backup of one item, and its target."""
    clock = SteppedClock()
    storage = MemoryStorage(now_ms=clock.now_ms)
    caller = caller_with(None, storage, clock)
    caller.create(**members)
    caller.call("PutItem", TableName="music", Item={"pk": {"S": "visible"}})
    caller.call("CreateBackup", TableName="music", BackupName="first")
    run_jobs(caller)
    option = target_in(folder, storage)._replace(
        decrypted=lambda table, raw: (
            caller.encrypted.ciphers[table].decrypted(raw) if caller.encrypted.ciphers else raw
        )
    )
    return caller, Target(option)


def test_a_block_goes_and_comes(tmp_path: Path) -> None:
    caller, target = used(tmp_path)
    (backup,) = backups_of(caller)
    result_of(target.send_block(backup, 0))
    assert len(items_in(result_of(target.block(backup, 0)), "block 0")) == 1
    with pytest.raises(DamagedBlockError, match=r"block 1 of backup .* is missing"):
        result_of(target.send_block(backup, 1))
    result_of(target.place.close())


def test_a_table_with_a_data_key(tmp_path: Path) -> None:
    caller, target = used(tmp_path, SSESpecification={"Enabled": True, "SSEType": "KMS"})
    (backup,) = backups_of(caller)
    result_of(target.send_block(backup, 0))
    raw = result_of(target.place.block(backup, 0))
    with pytest.raises(DamagedBlockError):
        items_in(raw, "block 0")  # what is outside is encrypted under the data key
    assert len(items_in(result_of(target.block(backup, 0)), "block 0")) == 1


def test_another_target(tmp_path: Path) -> None:
    caller, target = used(tmp_path)
    (backup,) = backups_of(caller)
    sent: Backup = {**backup, "Outside": {"Target": target.name, "Sent": 1, "State": "AWAY"}}
    assert target_of(sent, target) is target
    other: Backup = {**sent, "Outside": {**sent["Outside"], "Target": "s3://other"}}
    for each in (None, target):
        with pytest.raises(OtherTargetError, match="is in s3://other: give --backup-target s3://o"):
            target_of(other, each)
