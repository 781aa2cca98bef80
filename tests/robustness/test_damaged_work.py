"""A damaged page of one table does not stop the background work of the others."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from jedlik.core.errors import Reject
from jedlik.engine.jobs import Job, work
from jedlik.engine.setbacks import Setbacks
from jedlik.features.tables import erasure
from jedlik.features.time_to_live import expire_items
from jedlik.storage.interface import FailureKind, StorageUnavailableError
from jedlik.storage.sqlite import open_folder
from jedlik.storage.sqlite.opening import FILE_NAME
from tests.engine.in_memory import Caller, SteppedClock, table

TABLES = ("first", "damaged", "last")
LARGE = 10_000  # bytes of an item that has pages of its own
HOUR_MS = 3_600_000


async def with_folder(
    folder: Path, clock: SteppedClock, scenario: Callable[[Caller], Awaitable[None]]
) -> None:
    storage = open_folder(folder)
    try:
        await scenario(Caller(storage=storage, clock=clock))
    finally:
        await storage.close()


def expiring(name: str, clock: SteppedClock) -> dict[str, object]:
    """Returns a large item that expires in an hour."""
    time = str((clock.now_ms() + HOUR_MS) // 1000)
    return {"pk": {"S": "a"}, "at": {"N": time}, "fill": {"S": name * (LARGE // len(name))}}


async def make(caller: Caller) -> None:
    """Makes the tables, and does what is due at the moment."""
    setting = {"Enabled": True, "AttributeName": "at"}
    for name in TABLES:
        await caller.calls("CreateTable", **table(name))
        await caller.calls("UpdateTimeToLive", TableName=name, TimeToLiveSpecification=setting)
        await caller.calls("PutItem", TableName=name, Item=expiring(name, caller.clock))
    await work(expire_items.JOB, caller.node, "me")


def damage(file: Path) -> None:
    """Changes a byte in the middle of the large item of one table."""
    content = bytearray(file.read_bytes())
    at = content.index(b"damaged" * 100)
    content[at + 4_000] ^= 1
    file.write_bytes(content)


async def count(caller: Caller, name: str) -> int | None:
    """Returns how many items a table has. None if that cannot be read, or there is no table."""
    try:
        answer = await caller.calls("Scan", TableName=name)
    except (Reject, StorageUnavailableError):
        return None
    return len(answer["Items"])


@pytest.mark.parametrize("job", [expire_items.JOB, erasure.JOB], ids=lambda job: job.name)
def test_the_work_of_other_tables_goes_on(tmp_path: Path, job: Job) -> None:
    clock = SteppedClock()
    reported: list[tuple[str, int, FailureKind]] = []

    def report(name: str, failures: int, error: Exception | None) -> None:
        assert isinstance(error, StorageUnavailableError)
        reported.append((name, failures, error.kind))

    async def scenario(caller: Caller) -> None:
        setbacks = Setbacks(job.name, job.every_s, clock, report)
        if job is erasure.JOB:
            for name in TABLES:
                await caller.calls("DeleteTable", TableName=name)
        clock.time_ms += 2 * HOUR_MS
        await work(job, caller.node, "me", setbacks)
        await work(job, caller.node, "me", setbacks)
        left = [piece.of for piece in await job.pieces(caller.node) if await due(piece.is_due)]
        assert left == ["table damaged in us-east-1"]
        expected: Sequence[int | None] = [None] * 3 if job is erasure.JOB else [0, None, 0]
        assert [await count(caller, name) for name in TABLES] == expected
        clock.time_ms += 2_000
        await work(job, caller.node, "me", setbacks)

    asyncio.run(with_folder(tmp_path, clock, make))
    damage(tmp_path / FILE_NAME)
    asyncio.run(with_folder(tmp_path, clock, scenario))
    name = f"{job.name} (table damaged in us-east-1)"
    assert reported == [(name, each, FailureKind.DAMAGED) for each in (1, 2)]


async def due(is_due: Callable[[], Awaitable[bool]]) -> bool:
    """Returns whether a piece is due. What cannot be read is."""
    try:
        return await is_due()
    except StorageUnavailableError:
        return True
