"""Backups in a target: sent, restored and deleted, also while the target is away."""

from pathlib import Path

import pytest

from jedlik.core.keys.space import Space
from jedlik.engine.jobs import take_lease
from jedlik.features.backups import send_backups
from jedlik.features.backups.blocks import DamagedBlockError
from jedlik.features.backups.objects import block_name
from jedlik.features.backups.place import Place, PlaceAwayError
from jedlik.features.backups.records import Backup
from jedlik.features.backups.target import Target
from jedlik.features.history import reader
from jedlik.storage.interface import FenceLostError
from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import Caller, SteppedClock, is_due, result_of, run_once, values
from tests.features.backups.targets import backups_of, caller_with, run_jobs, target_in
from tests.features.secondary_indexes.samples import verified

ITEMS = [{"pk": {"S": f"p{number}"}} for number in range(20)]


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 2)


@pytest.fixture(name="clock")
def _clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture(name="storage")
def _storage(clock: SteppedClock) -> MemoryStorage:
    return MemoryStorage(now_ms=clock.now_ms)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "target"
    folder.mkdir()
    return folder


@pytest.fixture(name="caller")
def _caller(folder: Path, storage: MemoryStorage, clock: SteppedClock) -> Caller:
    return caller_with(folder, storage, clock)


def back_up(caller: Caller) -> str:
    """Makes a backup of ten blocks. Returns its ARN."""
    caller.create()
    for item in ITEMS:
        caller.call("PutItem", TableName="music", Item=item)
    answer = caller.call("CreateBackup", TableName="music", BackupName="first")
    run_jobs(caller, "make backups")
    arn: str = answer["BackupDetails"]["BackupArn"]
    return arn


def blocks(caller: Caller) -> int:
    return sum(key.space is Space.BACKUP_BLOCK for key in values(caller))


def files(folder: Path) -> int:
    return sum(each.is_file() for each in folder.rglob("*"))


def state(caller: Caller) -> object:
    (backup,) = backups_of(caller)
    return backup.get("Outside", {}).get("State")


def faults(caller: Caller) -> list[str]:
    return verified(caller).sentences


def begin_restore(caller: Caller, arn: str, name: str = "restored") -> None:
    caller.call("RestoreTableFromBackup", BackupArn=arn, TargetTableName=name)


def items(caller: Caller, name: str = "restored") -> list[object]:
    return sorted(caller.call("Scan", TableName=name)["Items"], key=str)


def test_a_backup_is_sent_and_comes_back(caller: Caller, folder: Path) -> None:
    arn = back_up(caller)
    assert (blocks(caller), state(caller)) == (10, None)
    run_jobs(caller)
    assert (blocks(caller), files(folder), state(caller)) == (0, 11, "AWAY")
    assert faults(caller) == []
    begin_restore(caller, arn)
    run_jobs(caller)
    assert items(caller) == sorted(ITEMS, key=str)
    assert (blocks(caller), faults(caller)) == (0, [])
    caller.call("DeleteBackup", BackupArn=arn)
    run_jobs(caller)
    assert (files(folder), backups_of(caller), faults(caller)) == (0, [], [])


def test_both(folder: Path, storage: MemoryStorage, clock: SteppedClock) -> None:
    caller = caller_with(folder, storage, clock, stays=True)
    back_up(caller)
    run_jobs(caller)
    assert (blocks(caller), files(folder), state(caller)) == (10, 11, "SENT")
    assert faults(caller) == []


def test_a_target_that_is_away_when_a_backup_is_made(caller: Caller, folder: Path) -> None:
    arn = back_up(caller)
    folder.rename(folder.with_name("away"))
    with pytest.raises(PlaceAwayError, match=r"target cannot be used: NoSuchBucket"):
        run_jobs(caller, "send backups")
    assert (
        caller.call("DescribeBackup", BackupArn=arn)["BackupDescription"]["BackupDetails"][
            "BackupStatus"
        ]
        == "AVAILABLE"
    )
    assert blocks(caller) == 10
    begin_restore(caller, arn)  # the blocks are in the storage
    run_jobs(caller, "restore tables")
    assert items(caller) == sorted(ITEMS, key=str)
    folder.with_name("away").rename(folder)
    run_jobs(caller)
    assert state(caller) == "AWAY"


def test_a_restore_waits_for_its_target(caller: Caller, folder: Path) -> None:
    arn = back_up(caller)
    run_jobs(caller)
    begin_restore(caller, arn)
    folder.rename(folder.with_name("away"))
    with pytest.raises(PlaceAwayError):
        run_jobs(caller, "restore tables")
    assert caller.describe("restored")["TableStatus"] == "CREATING"
    assert "ResourceNotFound" in caller.refusal("Scan", TableName="restored")
    folder.with_name("away").rename(folder)
    run_jobs(caller)
    assert items(caller) == sorted(ITEMS, key=str)


@pytest.mark.parametrize("damage", ["change", "delete"])
def test_a_restore_of_damaged_objects_leaves_nothing(
    caller: Caller, folder: Path, damage: str
) -> None:
    arn = back_up(caller)
    run_jobs(caller)
    (backup,) = backups_of(caller)
    name = block_name(backup, 7)
    if damage == "delete":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes((folder / block_name(backup, 6)).read_bytes())
    begin_restore(caller, arn)
    with pytest.raises(DamagedBlockError, match=name):
        run_jobs(caller, "restore tables")
    run_jobs(caller)
    assert "ResourceNotFound" in caller.refusal("DescribeTable", TableName="restored")
    assert len(faults(caller)) == 1
    assert name in faults(caller)[0]


def test_a_server_with_another_target(
    caller: Caller, folder: Path, storage: MemoryStorage, clock: SteppedClock, tmp_path: Path
) -> None:
    arn = back_up(caller)
    run_jobs(caller)
    (tmp_path / "second").mkdir()
    for other in (
        caller_with(None, storage, clock),
        caller_with(tmp_path / "second", storage, clock),
    ):
        begin_restore(other, arn)
        with pytest.raises(PlaceAwayError, match=rf"is in file:{folder}: give --backup-target"):
            run_jobs(other, "restore tables")
        run_jobs(other, "restore tables")
        assert "ResourceNotFound" in other.refusal("DescribeTable", TableName="restored")
        assert faults(other) == []  # it was not read
    other.call("DeleteBackup", BackupArn=arn)
    with pytest.raises(PlaceAwayError, match=rf"is in file:{folder}: give --backup-target"):
        run_jobs(other, "erase backups")
    assert files(folder) == 11
    run_jobs(caller_with(folder, storage, clock))  # the right one again
    assert files(folder) == 0
    assert files(tmp_path / "second") == 0


def test_a_process_that_dies_at_any_step(
    caller: Caller, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(caller)
    job = next(job for each in caller.features for job in each.jobs if job.name == "send backups")
    real = Place.put_block
    calls: list[int] = []

    async def dies(place: Place, backup: Backup, number: int, stored: bytes) -> None:
        calls.append(number)
        await real(place, backup, number, stored)
        if len(calls) % 2:
            raise KeyError("as if it had been killed")

    monkeypatch.setattr(Place, "put_block", dies)
    failures = 0
    while result_of(is_due(job, caller.node)) and failures < 50:
        try:
            result_of(run_once(job, caller.node))
        except KeyError:
            failures += 1
            if failures == 3:
                monkeypatch.undo()
    assert state(caller) == "AWAY"
    assert files(folder) == 11
    assert faults(caller) == []


def test_a_process_without_the_lease_leaves_nothing(caller: Caller, folder: Path) -> None:
    arn = back_up(caller)
    target = Target(target_in(folder, caller.storage))
    lease = result_of(take_lease(send_backups.job_for(target), caller.node, "slow"))
    assert lease is not None
    for _ in range(3):  # the entry, eight blocks, two blocks
        (piece,) = result_of(send_backups.pieces(target, caller.node))
        result_of(piece.run(lease))
    (last,) = result_of(send_backups.pieces(target, caller.node))
    caller.call("DeleteBackup", BackupArn=arn)
    run_jobs(caller, "erase backups")
    assert files(folder) == 0
    with pytest.raises(FenceLostError):  # it was stopped, and goes on now
        result_of(last.run(lease))
    assert files(folder) == 0


def test_a_backup_that_is_deleted_while_a_block_is_sent(
    caller: Caller, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arn = back_up(caller)
    target = Target(target_in(folder, caller.storage))
    job = send_backups.job_for(target)
    result_of(run_once(job, caller.node))
    erase = next(
        job for each in caller.features for job in each.jobs if job.name == "erase backups"
    )
    real = Place.put_block

    async def deletes(place: Place, backup: Backup, number: int, stored: bytes) -> None:
        if number == 2:
            await caller.calls("DeleteBackup", BackupArn=arn)
            while await is_due(erase, caller.node):
                await run_once(erase, caller.node)
            assert files(folder) == 0
        await real(place, backup, number, stored)

    monkeypatch.setattr(Place, "put_block", deletes)
    with pytest.raises(DamagedBlockError, match=r"block 3 of backup .* is missing"):
        result_of(run_once(job, caller.node))
    assert files(folder) == 0
    assert not result_of(is_due(job, caller.node))


def test_a_backup_in_use_is_sent_too(caller: Caller) -> None:
    arn = back_up(caller)
    begin_restore(caller, arn)
    run_jobs(caller, "send backups")
    (backup,) = backups_of(caller)
    assert "RestoreWorkId" in backup
    assert (state(caller), blocks(caller)) == ("AWAY", 0)
    run_jobs(caller, "restore tables")
    assert items(caller) == sorted(ITEMS, key=str)


def test_a_deleted_table(caller: Caller, folder: Path) -> None:
    back_up(caller)
    caller.call(
        "UpdateContinuousBackups",
        TableName="music",
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )
    caller.call("DeleteTable", TableName="music")
    run_jobs(caller)
    assert len(backups_of(caller)) == 2
    assert files(folder) == 22
    caller.clock.time_ms += 36 * 86_400_000
    run_jobs(caller, "erase backups")
    assert files(folder) == 11  # the system backup has expired
