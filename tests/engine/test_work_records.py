"""A record of work that cannot be read: only the work of its own table waits."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import orjson
import pytest

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.engine.context import Node
from jedlik.engine.jobs import Job, Piece, work
from jedlik.engine.setbacks import Setbacks
from jedlik.engine.work_records import INDEX_BYTES, TABLE_BYTES, in_turns, work_pieces
from jedlik.features.encryption_keys import encrypt_items
from jedlik.features.secondary_indexes import build_indexes
from jedlik.features.secondary_indexes import erasure as index_erasure
from jedlik.features.tables import erasure
from jedlik.features.time_to_live import expire_items
from jedlik.storage.interface import (
    Batch,
    Delete,
    FailureKind,
    Fence,
    Mutation,
    Page,
    Put,
    StorageUnavailableError,
)
from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of, table

PARTITION = b"count"
JOBS = (build_indexes.JOB, erasure.JOB, expire_items.JOB, index_erasure.JOB, encrypt_items.JOB)


class Damaged(MemoryStorage):
    """A storage that cannot read some values, and cannot say which they are."""

    def __init__(self) -> None:
        super().__init__()
        self.damaged: set[Key] = set()
        self.kind = FailureKind.DAMAGED
        self.failures = 0

    def _fail(self) -> None:
        self.failures += 1
        raise StorageUnavailableError("a page", self.kind)

    async def read(self, keys: Sequence[Key], *, consistent: bool) -> Sequence[bytes | None]:
        if self.damaged & set(keys):
            self._fail()
        return await super().read(keys, consistent=consistent)

    async def scan(self, span: Span, **limits: Any) -> Page:
        for key in self.damaged:
            is_after = span.start is None or span.start <= (key.partition, key.sort)
            is_before = span.end is None or (key.partition, key.sort) < span.end
            if key.space == span.space and is_after and is_before:
                self._fail()
        return await super().scan(span, **limits)


def key(number: int, key_bytes: int = TABLE_BYTES) -> Key:
    return Key(Space.JOB, 0, PARTITION, number.to_bytes(key_bytes, "big"))


class Counted:
    """A job whose records are numbers. It deletes those that it has done."""

    def __init__(self, key_bytes: int = TABLE_BYTES) -> None:
        self.storage = Damaged()
        self.caller = Caller(storage=self.storage)
        self.done: list[int] = []
        self.reported: list[tuple[str, int, type[Exception] | None]] = []
        self.key_bytes = key_bytes
        self.job = Job("count", 1.0, self.pieces)
        self.setbacks = Setbacks("count", 1.0, self.caller.clock, self.report)

    async def pieces(self, node: Node) -> Sequence[Piece]:
        return await work_pieces(node, PARTITION, self.key_bytes, self.piece)

    def piece(self, _: Node, stored: bytes) -> Piece:
        number: int = orjson.loads(stored)
        return Piece(f"number {number}", self.is_due, partial(self.run, number))

    async def is_due(self) -> bool:
        return True

    async def run(self, number: int, _: object) -> None:
        self.done.append(number)
        await self.write(Delete(key(number, self.key_bytes)))

    async def write(self, mutation: Mutation) -> None:
        await self.storage.transact([], lambda _: Batch((mutation,), None))

    def put(self, number: int, stored: bytes | None = None) -> None:
        record = orjson.dumps(number) if stored is None else stored
        result_of(self.write(Put(key(number, self.key_bytes), record)))

    def report(self, name: str, failures: int, error: Exception | None) -> None:
        self.reported.append((name, failures, None if error is None else type(error)))

    def work(self) -> None:
        result_of(work(self.job, self.caller.node, "me", self.setbacks))


@pytest.mark.parametrize("unread", [{0}, {5}, {9}, {4, 5, 6}, {0, 9}, set(range(10))])
@pytest.mark.parametrize("key_bytes", [TABLE_BYTES, INDEX_BYTES])
@pytest.mark.parametrize("way", ["page", "text"])
def test_the_other_records_are_done(unread: set[int], key_bytes: int, way: str) -> None:
    counted = Counted(key_bytes)
    for number in range(10):
        counted.put(number, b"{" if number in unread and way == "text" else None)
    if way == "page":
        counted.storage.damaged = {key(number, key_bytes) for number in unread}
    counted.work()
    assert sorted(counted.done) == sorted(set(range(10)) - unread)
    assert len(counted.reported) == len(unread)
    if key_bytes == TABLE_BYTES:
        names = [f"count (table number {number})" for number in sorted(unread)]
        assert [name for name, _, _ in counted.reported] == names


def test_a_damaged_record_waits_longer_and_longer() -> None:
    """Nothing looks for it again: each look is a failure of the storage, which is counted."""
    counted = Counted()
    counted.put(3)
    counted.storage.damaged = {key(3)}
    counted.work()
    failures = counted.storage.failures
    counted.work()
    assert counted.storage.failures == failures
    for number, pause_s in enumerate((2, 4, 8), start=2):
        counted.caller.clock.time_ms += pause_s * 1000
        counted.work()
        assert counted.storage.failures == failures + number - 1
        assert counted.reported[-1][1] == number


def test_a_record_that_can_be_read_again_is_done() -> None:
    counted = Counted()
    counted.put(3)
    counted.storage.damaged = {key(3)}
    counted.work()
    counted.storage.damaged = set()
    counted.caller.clock.time_ms += 2_000
    counted.work()
    counted.work()
    assert counted.done == [3]


def test_a_storage_that_fails_as_a_whole_stops_the_job() -> None:
    counted = Counted()
    counted.put(3)
    counted.storage.damaged = {key(3)}
    counted.storage.kind = FailureKind.IO
    with pytest.raises(StorageUnavailableError):
        counted.work()
    assert counted.caller.node.unread == {}


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_of_tables_names_the_table(job: Job) -> None:
    """The record is of the table `music`, which exists."""
    caller = Caller()
    result_of(caller.calls("CreateTable", **table("music")))
    partition = {
        "build indexes": b"build index",
        "erase indexes": b"erase index",
    }
    reported: list[str] = []

    async def scenario() -> None:
        found = await caller.node.catalog.find(REGION, ACCOUNT, "music")
        assert found is not None
        name = partition.get(job.name)
        sort = found.id.to_bytes(TABLE_BYTES, "big") + (b"" if name is None else b"\x00\x02")
        stored = Key(Space.JOB, 0, name or _partition_of(job), sort)
        await caller.storage.transact([], lambda _: Batch((Put(stored, b"{"),), None))
        setbacks = Setbacks(
            job.name, job.every_s, caller.clock, lambda name, *_: reported.append(name)
        )
        await work(job, caller.node, "me", setbacks)

    result_of(scenario())
    of = "table music in us-east-1"
    assert reported == [f"{job.name} ({'index 2 of ' if job.name in partition else ''}{of})"]


def _partition_of(job: Job) -> bytes:
    if job is expire_items.JOB:
        return b"time to live"
    return b"erase table" if job is erasure.JOB else b"encrypt items"


def test_works_take_turns() -> None:
    async def is_due() -> bool:
        return True

    async def do(lease: Fence) -> None:
        del lease

    pieces = [Piece(of, is_due, do) for of in "abcd"]
    for latest, expected in (("", "abc"), ("a", "bca"), ("c", "abc"), ("d", "abc"), ("x", "abc")):
        assert "".join(each.of for each in in_turns(pieces, latest, 3)) == expected
