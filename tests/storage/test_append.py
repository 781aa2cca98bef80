"""Append on every storage: positions rise in the order of commits, whatever the clock does."""

import asyncio
import multiprocessing
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Never

import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.position import (
    POSITION_BYTES,
    position_at,
    position_ms,
    position_of,
    position_to_bytes,
)
from jedlik.core.keys.space import Space
from jedlik.storage.interface import LAST_APPEND, Abort, Append, Batch, Decide, Put, Storage
from jedlik.storage.memory import MemoryStorage
from jedlik.storage.sqlite import open_folder
from tests.storage.postgresql import cluster
from tests.storage.postgresql.database import open_empty, prepare

KINDS = ("memory", "sqlite", "encrypted", "postgresql", "citus")
NOW_MS = 1_791_500_000_123


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.time_ms = NOW_MS

    def now_ms(self) -> int:
        return self.time_ms


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    """One of KINDS."""
    if request.param == "postgresql":
        prepare()
    if request.param == "citus":
        cluster.prepare()
    return str(request.param)


async def opened(kind: str, folder: Path, clock: Clock) -> Storage:
    if kind == "memory":
        return MemoryStorage(now_ms=clock.now_ms)
    if kind == "postgresql":
        return await open_empty(now_ms=clock.now_ms)
    if kind == "citus":
        return await cluster.open_empty(now_ms=clock.now_ms)
    key = b"k" * 32 if kind == "encrypted" else None
    return open_folder(folder, key=key, now_ms=clock.now_ms)


def appending(*values: bytes, partition: bytes = b"p") -> Decide[None, Never]:
    appends = [Append(Space.CHANGE_LOG, 1, partition, value) for value in values]
    return lambda _: Batch(appends, None)


async def entries(storage: Storage, partition: bytes = b"p") -> list[tuple[int, bytes]]:
    """Returns positions and values of a partition, in order."""
    span = Span(Space.CHANGE_LOG, 1, (partition, b""), (partition + b"\x00", b""))
    page = await storage.scan(span, limit_items=10_000, limit_bytes=1 << 30)
    return [(position_of(stored), stored[POSITION_BYTES:]) for stored in page.values]


@pytest.mark.parametrize("kind", KINDS, indirect=True)
def test_positions_rise_with_the_commits(kind: str, tmp_path: Path) -> None:
    clock = Clock()

    async def scenario() -> None:
        storage = await opened(kind, tmp_path, clock)
        assert await storage.read([LAST_APPEND], consistent=True) in ((None,), [None])
        await storage.transact([], appending(b"1", b"2"))
        clock.time_ms += 10
        await storage.transact([], appending(b"3"))
        clock.time_ms -= 1_000
        await storage.transact([], appending(b"4"))
        await storage.transact([], appending(b"other", partition=b"q"))
        first, later = position_at(NOW_MS), position_at(NOW_MS + 10)
        assert await entries(storage) == [
            (first, b"1"),
            (first + 1, b"2"),
            (later, b"3"),
            (later + 1, b"4"),
        ]
        assert await entries(storage, b"q") == [(later + 2, b"other")]
        (last,) = await storage.read([LAST_APPEND], consistent=True)
        assert position_of(last) == later + 2
        await storage.close()

    asyncio.run(scenario())


@pytest.mark.parametrize("kind", KINDS, indirect=True)
def test_one_commit_has_one_time(kind: str, tmp_path: Path) -> None:
    class Running(Clock):
        """A clock that has moved at each look."""

        def now_ms(self) -> int:
            self.time_ms += 1
            return self.time_ms

    async def scenario() -> None:
        storage = await opened(kind, tmp_path, Running())
        nearly_over = position_to_bytes(position_at(NOW_MS + 60_000) - 3)
        await storage.transact([], appending(b"1", b"2", b"3"))
        taken = Batch((Put(LAST_APPEND, nearly_over),), None)
        await storage.transact([], lambda _: taken)
        await storage.transact([], appending(b"4", b"5", b"6"))
        times = [position_ms(position) for position, _ in await entries(storage)]
        assert times[0] == times[1] == times[2]
        assert times[3:] == [NOW_MS + 60_000] * 3
        await storage.close()

    asyncio.run(scenario())


@pytest.mark.parametrize("kind", KINDS, indirect=True)
def test_a_group_appends_in_the_order_it_was_asked(kind: str, tmp_path: Path) -> None:
    async def scenario() -> None:
        storage = await opened(kind, tmp_path, Clock())
        texts = [str(number).encode() for number in range(300)]
        await asyncio.gather(*(storage.transact([], appending(text)) for text in texts))
        found = await entries(storage)
        assert [value for _, value in found] == texts
        assert [position for position, _ in found] == [
            position_at(NOW_MS) + number for number in range(300)
        ]
        await storage.close()

    asyncio.run(scenario())


@pytest.mark.parametrize("kind", KINDS, indirect=True)
def test_an_abort_appends_nothing_and_a_decide_reads_the_last(kind: str, tmp_path: Path) -> None:
    seen: list[int] = []

    def look(values: Sequence[bytes | None]) -> Abort[str]:
        seen.append(position_of(values[0]))
        return Abort("no")

    async def scenario() -> None:
        storage = await opened(kind, tmp_path, Clock())
        await asyncio.gather(
            storage.transact([LAST_APPEND], look),
            storage.transact([], appending(b"1")),
            storage.transact([LAST_APPEND], look),
        )
        assert seen == [0, position_at(NOW_MS)]
        assert [value for _, value in await entries(storage)] == [b"1"]
        await storage.close()

    asyncio.run(scenario())


@pytest.mark.parametrize("kind", KINDS, indirect=True)
def test_positions_follow_a_higher_one_that_was_put(kind: str, tmp_path: Path) -> None:
    reserved = position_at(NOW_MS + 5_000)

    async def scenario() -> None:
        storage = await opened(kind, tmp_path, Clock())
        await storage.transact([], appending(b"1"))
        taken = Batch((Put(LAST_APPEND, position_to_bytes(reserved)),), None)
        await asyncio.gather(
            storage.transact([LAST_APPEND], lambda _: taken),
            storage.transact([], appending(b"2")),
        )
        await storage.transact([], appending(b"3"))
        first = position_at(NOW_MS)
        expected = [(first, b"1"), (reserved + 1, b"2"), (reserved + 2, b"3")]
        assert await entries(storage) == expected
        await storage.close()

    asyncio.run(scenario())


def test_positions_rise_over_restarts(tmp_path: Path) -> None:
    clock = Clock()

    async def scenario() -> None:
        storage = open_folder(tmp_path, now_ms=clock.now_ms)
        await storage.transact([], appending(b"1"))
        await storage.close()
        clock.time_ms = 0
        storage = open_folder(tmp_path, now_ms=clock.now_ms)
        await storage.transact([], appending(b"2"))
        first = position_at(NOW_MS)
        assert await entries(storage) == [(first, b"1"), (first + 1, b"2")]
        await storage.close()

    asyncio.run(scenario())


def _decided(batch: Batch[None], _: Sequence[bytes | None]) -> Batch[None]:
    return batch


def _append_many(folder: Path, name: str) -> None:
    async def scenario() -> None:
        storage = open_folder(folder, server="one")
        for number in range(50):
            text = f"{name}{number}".encode()
            claim = Put(Key(Space.JOB, 0, b"order", text), b"")
            append = Append(Space.CHANGE_LOG, 1, b"p", text)
            batch = Batch((append, claim), None)
            await storage.transact([], partial(_decided, batch))
        await storage.close()

    asyncio.run(scenario())


def test_positions_rise_over_processes(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [
        spawn.Process(target=_append_many, args=(tmp_path, name), daemon=True) for name in "ab"
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0

    async def found() -> list[tuple[int, bytes]]:
        storage = open_folder(tmp_path, server="one")
        try:
            return await entries(storage)
        finally:
            await storage.close()

    all_entries = asyncio.run(found())
    assert len({position for position, _ in all_entries}) == 100
    for name in (b"a", b"b"):  # each process finds its own in its own order
        own = [value for _, value in all_entries if value.startswith(name)]
        assert own == [name + str(number).encode() for number in range(50)]
