"""Groups: what shares a commit, what waits, and what a refused write does to others."""

import asyncio
from collections.abc import Sequence

import asyncpg
import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.storage.interface import Add, Batch, Decide, Delete, Put
from jedlik.storage.postgresql.entry_id import id_of, lock_number
from tests.storage.postgresql.database import open_empty, prepare, shared
from tests.storage.scenarios import key, value, writing
from tests.waiting import come_true


def test_calls_that_wait_together_share_a_commit() -> None:
    prepare()

    async def whole() -> None:
        storage = await open_empty()
        keys = [key(b"p", bytes([n])) for n in range(64)]
        await asyncio.gather(*(storage.transact([each], writing(Put(each, b"v"))) for each in keys))
        assert storage.writer.commits == 1
        await storage.close()

    asyncio.run(whole())


def test_calls_that_read_much_do_not_share_a_commit() -> None:
    """Each value may have 400 KB, and small requests may read many of them."""
    prepare()
    many = [[key(b"%d" % call, bytes([n])) for n in range(100)] for call in range(4)]
    large, count = bytes(10 * 1024 * 1024), key(b"count")

    async def whole() -> None:
        storage = await open_empty()
        await asyncio.gather(
            *(storage.transact(reads, writing(*map(Delete, reads))) for reads in many)
        )
        assert storage.writer.commits == 2
        await storage.transact([], writing(Put(count, large)))
        longer: Decide[int, None] = _longer
        outcomes = await asyncio.gather(*(storage.transact([count], longer) for _ in range(4)))
        found = [each.result for each in outcomes if isinstance(each, Batch)]
        assert found == [1, 2, 3, 4]
        assert storage.writer.commits == 3 + 2
        await storage.close()

    asyncio.run(whole())


def _longer(values: Sequence[bytes | None]) -> Batch[int]:
    assert values[0] is not None
    longer = values[0] + b"v"
    return Batch([Put(key(b"count"), longer)], len(longer) % (1024 * 1024))


def test_later_calls_pass_one_that_waits_for_a_lock() -> None:
    prepare()
    locked, free = key(b"locked"), key(b"free")

    async def whole() -> None:
        storage = await open_empty()
        other = await asyncpg.connect(shared().url("conformance"), ssl=False)
        await other.execute("SELECT pg_advisory_lock($1)", lock_number(id_of(locked)))
        first = asyncio.ensure_future(storage.transact([locked], writing(Put(locked, b"1"))))
        await come_true(lambda: storage.writer.in_flight)
        second = asyncio.ensure_future(storage.transact([locked], writing(Put(locked, b"2"))))
        for _ in range(10):  # turns of the loop, in which the second one joins the queue
            await asyncio.sleep(0)
        await storage.transact([free], writing(Put(free, b"3")))
        assert not first.done()
        assert not second.done()
        assert storage.others_wait()
        await other.execute("SELECT pg_advisory_unlock_all()")
        await asyncio.gather(first, second)
        assert await value(storage, locked) == b"2"
        assert not storage.others_wait()
        await other.close()
        await storage.close()

    asyncio.run(whole())


def test_a_write_that_the_database_refuses_fails_alone() -> None:
    """A defect of a caller, here a counter without numbers, reaches only this caller."""
    prepare()

    async def whole() -> None:
        storage = await open_empty()
        wrong = Add(Key(Space.COUNTER, 0, b"wrong", b""), ())
        outcomes = await asyncio.gather(
            storage.transact([], writing(Put(key(b"a"), b"1"))),
            storage.transact([], writing(wrong)),
            storage.transact([], writing(Put(key(b"b"), b"2"))),
            return_exceptions=True,
        )
        assert isinstance(outcomes[0], Batch)
        assert isinstance(outcomes[1], Exception)
        assert isinstance(outcomes[2], Batch)
        assert await value(storage, key(b"b")) == b"2"
        assert storage.health.outage is None
        await storage.close()

    asyncio.run(whole())


def test_a_cancelled_call_is_executed_all_the_same() -> None:
    prepare()

    async def whole() -> None:
        storage = await open_empty()
        call = asyncio.ensure_future(storage.transact([], writing(Put(key(b"a"), b"1"))))
        await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await storage.transact([], writing(Put(key(b"b"), b"2")))
        assert await value(storage, key(b"a")) == b"1"
        await storage.close()

    asyncio.run(whole())
