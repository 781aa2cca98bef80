"""A damaged backup, or a damaged table, is named, and nothing half-restored or half-made stays."""

import asyncio
import random
from base64 import b64encode
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.jobs import work
from jedlik.engine.setbacks import Setbacks
from jedlik.features.backups import make_backups, restore_tables
from jedlik.features.backups.records import all_backups, block_key
from jedlik.features.history import reader
from jedlik.storage.sqlite.opening import FILE_NAME
from tests.engine.in_memory import Caller, SteppedClock, table
from tests.robustness.test_damaged_work import with_folder

JOBS = (make_backups.JOB, restore_tables.JOB)
SPECIFICATION = {"PointInTimeRecoveryEnabled": True}


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGE_ITEMS", 1)


def noise(number: int) -> str:
    """Returns 8 KB that differ, in base64."""
    return b64encode(random.Random(number).randbytes(6_000)).decode()


async def make(caller: Caller) -> None:
    """Makes a table of six items with recovery, and a backup with a block for each."""
    await caller.calls("CreateTable", **table("music"))
    for number in range(6):
        item = {"pk": {"S": f"p{number}"}, "a": {"S": noise(number)}}
        await caller.calls("PutItem", TableName="music", Item=item)
    await caller.calls(
        "UpdateContinuousBackups",
        TableName="music",
        PointInTimeRecoverySpecification=SPECIFICATION,
    )
    await caller.calls("CreateBackup", TableName="music", BackupName="backup")
    await do_jobs(caller, None)


async def do_jobs(caller: Caller, setbacks: Setbacks | None) -> None:
    for job in JOBS:
        await work(job, caller.node, "me", setbacks)


async def block(caller: Caller) -> bytes:
    """Returns a part of the fourth block."""
    (backup,) = [each async for each in all_backups(caller.node.storage)]
    (found,) = await caller.node.storage.read([block_key(backup, 3)], consistent=True)
    assert found is not None
    return found[1_000:1_100]


async def fourth_item(caller: Caller) -> bytes:
    """Returns a part of the item that is stored fourth."""
    items = (await caller.calls("Scan", TableName="music"))["Items"]
    text: str = items[3]["a"]["S"]
    return text[1_000:1_100].encode()


def after_damage(
    folder: Path,
    damaged: Callable[[Caller], Awaitable[bytes]],
    then: Callable[[Caller], Awaitable[None]],
) -> list[str]:
    """Damages a folder between two runs. Returns the errors that jobs report in the second."""
    clock = SteppedClock()
    reported: list[str] = []
    bytes_of: list[bytes] = []

    def report(name: str, failures: int, error: Exception | None) -> None:
        reported.append(f"{name}: {error}")

    async def first(caller: Caller) -> None:
        await make(caller)
        bytes_of.append(await damaged(caller))

    async def second(caller: Caller) -> None:
        clock.time_ms += 5_000
        await then(caller)
        await do_jobs(caller, Setbacks("backups", 0.2, clock, report))
        await do_jobs(caller, Setbacks("backups", 0.2, clock, report))
        assert (await caller.calls("ListTables"))["TableNames"] == ["music"]

    asyncio.run(with_folder(folder, clock, first))
    file = folder / FILE_NAME
    content = bytearray(file.read_bytes())
    assert content.count(bytes_of[0]) == 1
    content[content.index(bytes_of[0])] ^= 1
    file.write_bytes(content)
    asyncio.run(with_folder(folder, clock, second))
    return reported


def test_a_damaged_block(tmp_path: Path) -> None:
    async def restore(caller: Caller) -> None:
        (found,) = (await caller.calls("ListBackups"))["BackupSummaries"]
        await caller.calls(
            "RestoreTableFromBackup", BackupArn=found["BackupArn"], TargetTableName="restored"
        )

    (error,) = after_damage(tmp_path, block, restore)
    assert "restore of table restored in us-east-1): block 3 of backup " in error
    assert "is damaged: " in error


def test_a_damaged_source(tmp_path: Path) -> None:
    async def begin(caller: Caller) -> None:
        await caller.calls(
            "RestoreTableToPointInTime",
            SourceTableName="music",
            TargetTableName="restored",
            UseLatestRestorableTime=True,
        )
        made = await caller.calls("CreateBackup", TableName="music", BackupName="second")
        arns.append(made["BackupDetails"]["BackupArn"])

    async def gone(caller: Caller) -> None:
        with pytest.raises(Reject) as refused:
            await caller.calls("DescribeBackup", BackupArn=arns[0])
        assert refused.value.error.code == "BackupNotFoundException"

    arns: list[str] = []
    errors = after_damage(tmp_path, fourth_item, begin)
    assert [each.partition(" of ")[0] for each in errors] == [
        f"backups (backup {arns[0].rpartition('/')[2]}",
        "backups (restore",
    ]
    asyncio.run(with_folder(tmp_path, SteppedClock(), gone))
